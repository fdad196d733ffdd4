#pragma once
#include "pouch/crypto/ed25519.hpp"
#include "pouch/format/ssh_key.hpp"
#include "pouch/format/tar_stream.hpp"
#include "pouch/io/memory.hpp"
#include "pouch/stage/pack.hpp"
#include "pouch/stage/sign.hpp"
#include "pouch/stage/verify.hpp"
#include "support/support.hpp"

#include <map>

/// Bundles in memory.
namespace pouch::test {

using Files = std::map<std::string, Bytes>;

/// A tar stream of `files`, in their order.
inline Bytes tar_of(const std::vector<std::pair<std::string, Bytes>>& files)
{
    io::MemorySink out;
    format::TarWriter writer(out);
    for (const auto& [name, content] : files) {
        writer.begin(name, content.size());
        writer.write(content);
    }
    writer.finish();
    return out.bytes;
}

inline Bytes pack_tar(const Bytes& tar, stage::PackOptions options = {})
{
    options.spool = "/tmp";
    io::MemorySource in(tar);
    io::MemorySink out;
    stage::pack(stage::take_tar(in, options.spool), out, options);
    return out.bytes;
}

inline Bytes pack_files(const Files& files, const stage::PackOptions& options = {})
{
    return pack_tar(tar_of({files.begin(), files.end()}), options);
}

/// A signing key that is the same on every run: for tests only.
inline crypto::SigningKey test_key(std::uint64_t number = 1)
{
    const auto seed = noise(32, number);
    return crypto::signing_key_from_seed(std::span<const std::byte, 32>(seed));
}

inline std::string signer_line(const std::string& principal, const crypto::SigningKey& key,
                               const std::string& role = "release", const std::string& more = "")
{
    return principal + " namespaces=\"pouch-" + role + "-v1\"" + more + " " +
           format::public_key_line(crypto::public_key_of(key)) + "\n";
}

inline Bytes sign_bundle(const Bytes& bundle, const crypto::SigningKey& key,
                         const std::string& role = "release")
{
    io::MemorySource in(bundle);
    io::MemorySink out(true);
    stage::SignOptions options;
    options.role = role;
    options.labels.unlabelled = true;
    options.spool = "/tmp";
    stage::sign(in, out, key, options);
    return out.bytes;
}

/// Options that let an unlabelled bundle signed with test_key() pass.
inline stage::VerifyOptions trusting(const std::string& signers = signer_line("desk", test_key()))
{
    stage::VerifyOptions options;
    options.demand.signatures.signers = format::Signers::parse(signers);
    options.demand.labels.unlabelled = true;
    options.demand.at = options.demand.signatures.at = options.demand.labels.at =
        *parse_rfc3339("2026-11-21T00:00:00Z");
    return options;
}

/// What verify lets through as a filter; throws what it throws.
inline Bytes verify_bundle(ByteView bundle, const stage::VerifyOptions& options = trusting())
{
    io::MemorySource in(bundle);
    io::MemorySink out;
    stage::Destination to;
    to.filter = &out;
    stage::verify(in, to, options, [](const auto&) {});
    return out.bytes;
}

} // namespace pouch::test
