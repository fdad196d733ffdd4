#pragma once
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

namespace pouch::format {

/// Counts the directories that files lie in, all levels of them. Files that share a directory must come one behind the other,
/// as in byte order they do.
class DirectoryCount {
  public:
    void add(std::string_view path)
    {
        const auto from = std::mismatch(last_.begin(), last_.end(), path.begin(), path.end()).second;
        count_ += static_cast<std::uint64_t>(std::count(from, path.end(), '/'));
        last_ = path;
    }
    [[nodiscard]] std::uint64_t count() const { return count_; }

  private:
    std::string last_;
    std::uint64_t count_ = 0;
};

} // namespace pouch::format
