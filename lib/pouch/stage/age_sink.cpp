#include "pouch/stage/age_sink.hpp"

#include <algorithm>
#include <sodium.h>

namespace pouch::stage {

using namespace format;

namespace {

/// Writes all that stands before the chunks; the cipher for these.
crypto::Aead begin_file(io::Sink& out, const std::vector<AgeRecipient>& recipients)
{
    const auto file_key = AgeFileKey::random();
    AgePayloadNonce nonce{};
    randombytes_buf(nonce.data(), nonce.size());
    auto front = write_age_header(file_key, recipients);
    append(front, nonce);
    out.write(front);
    return {age_payload_key(file_key, nonce).expose(), crypto::Volume::little};
}

} // namespace

AgeSink::AgeSink(io::Sink& out, const std::vector<AgeRecipient>& recipients)
    : out_(out), aead_(begin_file(out, recipients))
{
    chunk_.reserve(age_chunk_size);
}

void AgeSink::write(ByteView bytes)
{
    while (!bytes.empty()) {
        if (chunk_.size() == age_chunk_size)
            seal(ChunkPlace::middle); // more follows: it is not the final one
        const auto count = std::min(bytes.size(), age_chunk_size - chunk_.size());
        append(chunk_, bytes.first(count));
        bytes = bytes.subspan(count);
    }
}

void AgeSink::commit()
{
    seal(ChunkPlace::final);
    out_.commit();
}

void AgeSink::seal(ChunkPlace place)
{
    Bytes sealed(chunk_.size() + crypto::aead_tag_size);
    aead_.seal(age_chunk_nonce(index_++, place), chunk_, sealed);
    out_.write(sealed);
    chunk_.clear();
}

} // namespace pouch::stage
