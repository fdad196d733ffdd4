#pragma once
#include "pouch/io/file.hpp"

#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <stdexcept>
#include <string>

/// A directory for the length of one test.
namespace pouch::test {

class Scratch {
  public:
    Scratch()
    {
        if (::mkdtemp(path_.data()) == nullptr) throw std::runtime_error("mkdtemp");
    }
    ~Scratch()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    [[nodiscard]] std::string operator/(const std::string& name) const { return path_ + "/" + name; }
    [[nodiscard]] const std::string& path() const { return path_; }

    /// The names in it, hidden ones too.
    [[nodiscard]] std::size_t count() const
    {
        const std::filesystem::directory_iterator all(path_);
        return static_cast<std::size_t>(std::distance(begin(all), end(all)));
    }

  private:
    std::string path_ = "/tmp/pouch-test.XXXXXX";
};

[[nodiscard]] inline std::string text_of(const std::string& path)
{
    return std::string(as_text(io::read_small_file(path, std::size_t{64} << 20U)));
}

} // namespace pouch::test
