#pragma once
#include "pouch/base/error.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Everything of one kind that is wrong with the files of a bundle, told at once.
namespace pouch::stage {

class Offenders {
  public:
    Offenders(Fault fault, std::string reason, std::string sentence)
        : fault_(fault), reason_(std::move(reason)), sentence_(std::move(sentence))
    {
    }

    void add(std::string_view where, std::string_view why)
    {
        if (++count_ <= most_named) found_.push_back(fmt::format("{}: {}", where, why));
    }

    /// Throws if there is any; with several, each is a detail, up to a limit that is then said.
    void throw_if_any() const
    {
        if (count_ == 0) return;
        if (count_ == 1) throw Error(fault_, reason_, found_.front());
        auto details = found_;
        if (count_ > most_named) details.push_back(fmt::format("and {} more", count_ - most_named));
        throw Error(fault_, reason_, fmt::format("{} ({} offenders)", sentence_, count_))
            .with_details(std::move(details));
    }

  private:
    static constexpr std::size_t most_named = 100;

    Fault fault_;
    std::string reason_;
    std::string sentence_;
    std::vector<std::string> found_;
    std::size_t count_ = 0;
};

} // namespace pouch::stage
