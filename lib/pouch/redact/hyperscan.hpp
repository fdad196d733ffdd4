#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct hs_database;
struct hs_scratch;

/// Hyperscan behind owning types. Block mode: a whole text at once, every match end reported.
/// Source: https://intel.github.io/hyperscan/dev-reference/
namespace pouch::redact {

struct FinderPattern {
    std::string text; ///< A literal, or a regular expression.
    bool ignore_case = false;
    bool is_utf8 = false; ///< Regular expressions only.
};

/// The end of a match: the place behind its last byte.
struct FinderHit {
    std::uint32_t pattern; ///< Index of the pattern.
    std::uint32_t end;
};

class FinderScratch;

/// A compiled set of patterns; a match is reported with the index of its pattern. Immutable, for many
/// threads.
class Finder {
  public:
    Finder();
    ~Finder();
    Finder(Finder&&) noexcept;
    Finder& operator=(Finder&&) noexcept;

    /// Fault::usage `rules.regex` if a pattern does not compile; `who(index)` names it.
    template <typename Who>
    [[nodiscard]] static Finder of_regexes(const std::vector<FinderPattern>& patterns, Who who)
    {
        std::string message;
        std::size_t index = 0;
        Finder finder;
        if (!finder.compile_regexes(patterns, index, message)) fail(who(index), message);
        return finder;
    }
    /// Literals, compared as bytes; ignore_case folds ASCII letters.
    [[nodiscard]] static Finder of_literals(const std::vector<FinderPattern>& literals);

    [[nodiscard]] bool is_empty() const { return database_ == nullptr; }

    /// Appends every end of a match in `text`, in order of end for each pattern.
    void scan(std::string_view text, FinderScratch& scratch, std::vector<FinderHit>& hits) const;

  private:
    friend class FinderScratch;
    [[noreturn]] static void fail(const std::string& who, const std::string& message);
    bool compile_regexes(const std::vector<FinderPattern>& patterns, std::size_t& index,
                         std::string& message);

    hs_database* database_ = nullptr;
};

/// Working memory for scans with any of the finders it was made for. One a thread.
class FinderScratch {
  public:
    FinderScratch() = default;
    ~FinderScratch();
    FinderScratch(FinderScratch&& other) noexcept;
    FinderScratch& operator=(FinderScratch&& other) noexcept;

    void reserve_for(const Finder& finder);

  private:
    friend class Finder;
    hs_scratch* scratch_ = nullptr;
};

} // namespace pouch::redact
