#pragma once
#include "pouch/format/age_keys.hpp"
#include "pouch/io/stream.hpp"

namespace pouch::stage {

enum class BundleRule { enforced, off };
enum class EmptyInput { refused, allowed };

struct EncryptOptions {
    std::size_t threads = 1;
    BundleRule bundle_rule = BundleRule::enforced;
    EmptyInput empty_input = EmptyInput::refused;
};

/// Encrypts `in` to `out` as one age v1 file for `recipients` (at least one), under a fresh file key.
///
/// Nothing is written before the first block has been read, and the block with the final chunk is withheld
/// until all input has been read and judged: what an error leaves behind cannot be decrypted without error.
/// Throws Fault::refused: `input.empty`; `bundle.malformed`, `bundle.truncated` (format::BundleWatch).
/// Memory: less than 10 MiB.
void encrypt(io::Source& in, io::Sink& out, const std::vector<format::AgeRecipient>& recipients,
             const EncryptOptions& options);

} // namespace pouch::stage
