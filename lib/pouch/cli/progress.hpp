#pragma once
#include "pouch/cli/run.hpp"
#include "pouch/stage/inventory.hpp"

#include <chrono>

/// How far long work has come: one line on stderr that overwrites itself.
namespace pouch::cli {

/// Shown when stderr is a terminal, after two seconds of work, ten times a second at most; with --progress also
/// elsewhere; never with -q. The line is cleared when the work ends.
class Progress {
  public:
    /// `what`: a word for what is done to the bytes, such as `packed`.
    Progress(const Common& common, std::string what);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    /// Called from one thread at a time.
    void add(std::uint64_t bytes);

    /// A source that counts what is read through it. It lives as long as `in` and this object do.
    [[nodiscard]] std::unique_ptr<io::Source> counted(io::Source& in);
    /// A reader of files that counts.
    [[nodiscard]] std::unique_ptr<stage::ContentReader> counted(std::unique_ptr<stage::ContentReader> reader);

  private:
    using Clock = std::chrono::steady_clock;

    std::string tool_;
    std::string what_;
    bool is_on_;
    bool is_shown_ = false;
    std::uint64_t bytes_ = 0;
    Clock::time_point start_ = Clock::now();
    Clock::time_point next_ = start_ + std::chrono::seconds(2);
};

} // namespace pouch::cli
