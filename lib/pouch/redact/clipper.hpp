#pragma once
#include "pouch/redact/syntax.hpp"

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

/// Says which bytes of a text may be replaced, in a text of one format.
///
/// A clipper stands at a place of a text and knows what it must of what came before. It moves forward only. The text of
/// each call begins where it stands; nothing of it is kept. Text is well formed: its Structure has read it, and what was
/// spliced since is what clippers allowed.
namespace pouch::redact {

class Clipper {
  public:
    virtual ~Clipper() = default;

    /// A stretch that may be replaced: by `before`, the replacement and `behind`, or, if the replacement is empty, by
    /// `nothing`. What is made of a value and holds a byte of `unfit`, which the clipper keeps, gives way to the token of its
    /// rule. Places count from where the clipper stands.
    struct Part {
        std::size_t begin;
        std::size_t end;
        std::string_view before;
        std::string_view behind;
        std::string_view nothing;
        std::string_view unfit = {};
    };

    /// Moves on to the last place at or before `to` at which a unit begins, and returns the way. Units are what is
    /// replaced as a whole: a number, an escape, a byte elsewhere. One whose end is not in `text` is not passed.
    virtual std::size_t seek(std::string_view text, std::size_t to) = 0;

    /// Appends the parts of the stretch from here to `end`, in order and apart; a unit that is cut goes as a whole.
    /// False, with some or none of them, if more text is needed to tell; never if `is_last`: the text ends with `text`.
    /// Each part lies within at most one string, cell or the like, so that parts which overlap may become one. Throws
    /// Fault::policy where what matches can be neither replaced nor left, as a name in XML.
    [[nodiscard]] virtual bool clip(std::string_view text, std::size_t end, bool is_last,
                                    std::vector<Part>& parts) const = 0;

    /// One that stands here too.
    [[nodiscard]] virtual std::unique_ptr<Clipper> copy() const = 0;
};

/// A clipper that stands at the beginning of a text that is written so.
[[nodiscard]] std::unique_ptr<Clipper> clipper_of(Syntax syntax);

} // namespace pouch::redact
