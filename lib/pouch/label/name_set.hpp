#pragma once
#include <set>
#include <string>

namespace pouch::label {

/// Names, of which those that same_name() finds equal are one.
class NameSet {
  public:
    NameSet() = default;
    NameSet(const NameSet&) = delete;
    NameSet& operator=(const NameSet&) = delete;

    /// False if the name is there already.
    bool insert(std::string name) { return names_.insert(lower(std::move(name))).second; }
    [[nodiscard]] bool contains(std::string name) const { return names_.contains(lower(std::move(name))); }

    /// Pairs of names compared so far.
    [[nodiscard]] std::size_t work() const { return work_; }

  private:
    struct Less {
        std::size_t* work;
        bool operator()(const std::string& a, const std::string& b) const
        {
            ++*work;
            return a < b;
        }
    };

    static std::string lower(std::string text)
    {
        for (auto& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        return text;
    }

    mutable std::size_t work_ = 0;
    std::set<std::string, Less> names_{Less{&work_}};
};

} // namespace pouch::label
