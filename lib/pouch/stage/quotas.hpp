#pragma once
#include "pouch/format/checked_head.hpp"

#include <cstdint>

/// What a site takes in, where that is less than the format allows.
namespace pouch::stage {

/// The most of each; by default what the format allows (format/path.hpp, format/head.hpp), or no limit of its own:
/// files, frames and labels are bounded by the head, which lists them.
struct Quotas {
    static constexpr std::uint64_t none = ~std::uint64_t{0};

    std::uint64_t bytes =
        none; ///< Declared octets of payload; more than that is never taken out of the frames.
    std::uint64_t files = none; ///< Payload files.
    std::uint64_t frames = none;
    std::uint64_t labels = none;      ///< Labels of files, and of the bundle.
    std::uint64_t signatures = none;  ///< Also of unknown keys.
    std::uint64_t path = none;        ///< Bytes of a payload path, without `data/`.
    std::uint64_t depth = none;       ///< Components of a payload path.
    std::uint64_t directories = none; ///< That the payload lies in, all levels.
};

/// What costs time to judge is counted before. Throws Fault::refused `limit.signatures`, `limit.labels`.
void check_quotas(const format::Head& head, const Quotas& quotas);

/// The rest. Throws Fault::refused `limit.bytes`, `limit.files`, `limit.frames`, `limit.path`, `limit.depth`,
/// `limit.directories`.
void check_quotas(const format::CheckedHead& checked, const Quotas& quotas);

} // namespace pouch::stage
