#pragma once
#include <bitset>
#include <cstddef>
#include <string_view>

/// How marks and names of classifications begin: tells at a glance that most text in brackets is none.
namespace pouch::redact {

/// What may stand before and between the words of a mark.
inline constexpr std::string_view mark_signs = " ,;:.!?/\\|+*_=&-~'\"()";

class MarkPrefixes {
  public:
    /// Adds what begins as `name` does, which is folded.
    void add(std::string_view name);
    /// False if what was added begins in another way than `text`, in any case and behind any signs. Its first three bytes are
    /// folded, but for brackets.
    [[nodiscard]] bool may_begin(std::string_view text) const;

  private:
    std::bitset<256> firsts_;
    std::bitset<65536> pairs_;
    std::bitset<4096> triples_; ///< By a sum in which they may collide.
};

} // namespace pouch::redact
