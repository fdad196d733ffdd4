#include "pouch/redact/finding_queue.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/secret.hpp"

#include <cstring>

namespace pouch::redact {

namespace {

static_assert(std::is_trivially_copyable_v<Finding>);

constexpr std::size_t plain_size = FindingQueue::block_count * sizeof(Finding);
constexpr std::size_t sealed_size = plain_size + crypto::aead_tag_size;

crypto::AeadNonce nonce_of(std::uint64_t number)
{
    crypto::AeadNonce nonce{};
    std::memcpy(nonce.data(), &number, sizeof number);
    return nonce;
}

crypto::Aead fresh_aead()
{
    using Key = Secret<struct FindingQueueTag, crypto::aead_key_size>;
    return {Key::random().expose(), crypto::Volume::little};
}

} // namespace

FindingQueue::FindingQueue(std::string directory) : aead_(fresh_aead()), spool_(std::move(directory)) {}

void FindingQueue::push(const Finding& finding)
{
    last_.push_back(finding);
    if (last_.size() < block_count) return;
    Bytes sealed(sealed_size);
    aead_.seal(nonce_of(first_nonce_ + sealed_count_), std::as_bytes(std::span(last_)), sealed);
    spool_.write(sealed);
    ++sealed_count_;
    last_.clear();
}

void FindingQueue::clear()
{
    spool_.clear();
    last_.clear();
    first_nonce_ += sealed_count_;
    sealed_count_ = 0;
}

void FindingQueue::Cursor::read_block()
{
    block_.clear();
    at_ = 0;
    if (blocks_read_ > queue_.sealed_count_) return;
    if (blocks_read_ == queue_.sealed_count_) {
        block_ = queue_.last_;
        ++blocks_read_;
        return;
    }
    Bytes sealed;
    sealed.reserve(sealed_size);
    queue_.spool_.for_each(blocks_read_ * sealed_size, sealed_size,
                           [&](ByteView piece) { append(sealed, piece); });
    block_.resize(block_count);
    const auto nonce = nonce_of(queue_.first_nonce_ + blocks_read_);
    if (!queue_.aead_.open(nonce, sealed, std::as_writable_bytes(std::span(block_)))) {
        throw Error(Fault::temporary, "io.failed", "the spool has changed");
    }
    ++blocks_read_;
}

} // namespace pouch::redact
