#pragma once
#include "pouch/io/stream.hpp"
#include "pouch/stage/judge.hpp"
#include "pouch/stage/write_client.hpp"

#include <functional>
#include <string>
#include <vector>

/// verify: the gate. Nothing of the payload before the head is judged, nothing of the head before it is
/// signed.
namespace pouch::stage {

/// Where verified bytes go: nowhere (a test), to a sink as a bundle, or into a tree, which another process writes.
struct Destination {
    io::Sink* filter = nullptr;
    WriteClient* tree = nullptr;
    bool payload_only =
        false; ///< The tree is the payload, each label beside its file, without the tag files.
};

struct VerifyOptions {
    Demand demand;
    std::uint64_t head_limit = format::default_head_limit;
    std::size_t threads = 1;
};

/// What was verified, for a receipt.
struct Verified {
    format::BagInfo info;
    std::string identity; ///< `<alg>:<hex digest of the tag manifest>`
    std::vector<Approval> approvals;
    std::vector<label::Finding> remarks; ///< On labels that passed: see judge_labels.
};

/// Reads one bundle to its last byte. Each frame is held against the signed frame table before it is decompressed,
/// every header is regenerated and compared, every file is hashed against the manifest; frames go to a filter in
/// order, each after everything in it was checked; a file that lies whole in a frame goes into the tree when its
/// digest holds, a larger one as it comes. Then END, end of file, totals. `when_verified` runs when everything held,
/// before END is passed on; the caller commits.
///
/// Throws what judge, PayloadParser, read_end and WriteClient throw; refused `frame.*` and `payload.digest`.
Verified verify(io::Source& in, const Destination& to, const VerifyOptions& options,
                const std::function<void(const Verified&)>& when_verified);

} // namespace pouch::stage
