#pragma once
#include "pouch/base/error.hpp"

#include <cstdint>

namespace pouch::stage {

/// The offenders of one kind: the first ones by name, all by number.
class BagFindings {
  public:
    void add(std::string finding)
    {
        if (++count_ <= details_limit) details_.push_back(std::move(finding));
    }
    void refuse_if_any(std::string_view reason, std::string_view what) const
    {
        if (count_ == 0) return;
        auto details = details_;
        if (count_ > details_limit) details.push_back(fmt::format("and {} more", count_ - details_limit));
        throw refused(reason, "{}: {} in all", what, count_).with_details(std::move(details));
    }

  private:
    static constexpr std::size_t details_limit = 50;
    std::uint64_t count_ = 0;
    std::vector<std::string> details_;
};

} // namespace pouch::stage
