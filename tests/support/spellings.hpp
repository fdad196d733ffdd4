#pragma once
#include "support/support.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

/// Ways to spell a text that a reader, or a program of his, undoes: the encoders to the decoders of redact.
namespace pouch::test {

/// Numbers that look random and are the same on every run.
class Dice {
  public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}

    /// A number below `count`.
    std::size_t below(std::size_t count)
    {
        const auto bytes = noise(8, state_++);
        return static_cast<std::size_t>(read_le<std::uint64_t>(ByteView(bytes)) % count);
    }

  private:
    std::uint64_t state_;
};

/// Which step of decoding undoes a spelling.
enum class Undone { escape, mail, fold, run };

/// How much of a text a spelling changes.
enum class Share { whole, one_character, some_characters };

struct Spelling {
    std::string name;
    Undone undone;
    Share share;
    /// The text so spelt; nothing if there is nothing in it that could be. Decoded, it is the text again, or for
    /// Undone::run holds it, with blanks on both sides.
    std::function<std::optional<std::string>(const std::string& text, Dice& dice)> spell;
    bool has_lines = false; ///< Of which the last must end as a line does, or at a quote.
};

/// All there are, the same order every time.
[[nodiscard]] const std::vector<Spelling>& spellings();

} // namespace pouch::test
