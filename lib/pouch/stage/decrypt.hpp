#pragma once
#include "pouch/format/age_keys.hpp"
#include "pouch/io/stream.hpp"

namespace pouch::stage {

/// Decrypts the age v1 file `in` to `out` with one of `identities`.
///
/// `out` gets plaintext in order, chunk by chunk, and only such as has been authenticated; that it is all of
/// it is known when this returns. Nothing may follow the final chunk. Throws Fault::refused: what
/// format::read_age_header and open_age_header say; `age.truncated` (no final chunk), `age.tampered` (a chunk
/// is not authentic), `age.trailing` (data after the final chunk), `age.malformed` (an empty final chunk
/// after others); Fault::no_key `age.no-identity`. Memory: the header, and about half a MiB for each thread
/// and one more.
void decrypt(io::Source& in, io::Sink& out, const std::vector<format::AgeIdentity>& identities,
             std::size_t threads);

} // namespace pouch::stage
