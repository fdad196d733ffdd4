#pragma once
#include "pouch/base/error.hpp"
#include "pouch/redact/view/unit.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// A text derived from another one, its parent, by putting what units stand for in their place, and where in the parent
/// each of its bytes comes from.
///
/// Only the neighbourhood of units is kept, as islands: what is further off is found in the parent. Between islands
/// stands `island_gap`, whose NUL no text holds.
namespace pouch::redact {

struct Span {
    std::size_t begin;
    std::size_t end;

    [[nodiscard]] std::size_t size() const { return end - begin; }
};

inline constexpr std::string_view island_gap{"\n\0\n", 3};

/// A piece of the parent as it reads in the view.
struct Island {
    std::size_t begin;
    std::size_t end;
    bool is_cut_before = false; ///< The parent goes on beyond it, and what stands there may matter.
    bool is_cut_behind = false;
    bool is_too_long = false; ///< It comes from a unit that is too long to be removed.
};

/// How far from a unit a view must reach, in bytes of the parent.
struct Reach {
    std::size_t near; ///< At least so far.
    std::size_t
        far; ///< As far as a token goes on from there, a stretch without blanks and line ends, up to this;
    std::size_t beyond; ///< then so far on.
};

class View {
  public:
    void clear();
    [[nodiscard]] bool is_empty() const { return islands_.empty(); }
    [[nodiscard]] std::string_view text() const { return text_; }
    [[nodiscard]] std::span<const Island> islands() const { return islands_; }

    /// Adds the islands of `from`, a part of `parent`, around the units that `decode` finds at `places`, which are in
    /// order and inside `from`. What is out of reach of all units is left out.
    void add(std::string_view parent, const Island& from, std::span<const std::size_t> places, Decoder decode,
             const Reach& reach);

    /// What a decoder refused to read, and where: left as it is. It counts only if no window cut it.
    struct Unreadable {
        std::size_t place; ///< In the parent.
        Error error;
    };
    [[nodiscard]] std::span<const Unreadable> unreadable() const { return unreadable_; }

    /// Adds an island of `text`, all of which stands for `source` of the parent.
    void add_whole(std::string_view text, Span source, Island how);

    /// The bytes of the parent that [begin, end) stands for; it lies in one island and is not empty.
    [[nodiscard]] Span source_of(std::size_t begin, std::size_t end) const;

    /// The island that holds `place`, or the last before it.
    [[nodiscard]] const Island& island_at(std::size_t place) const;

    /// True if a unit was decoded within `distance` bytes of [begin, end), in the same island.
    [[nodiscard]] bool is_near_unit(std::size_t begin, std::size_t end, std::size_t distance) const;
    /// True if what [begin, end) was in the parent differs: a unit lies in it, or a part of one.
    [[nodiscard]] bool is_changed(std::size_t begin, std::size_t end) const;
    /// True if a unit of this view holds, in its parent, what was changed there.
    [[nodiscard]] bool is_nested_in(const View& parent) const;
    /// True if `sign` is in what a unit became.
    [[nodiscard]] bool has_decoded(char sign) const;

    /// The pieces, in order: what was copied in a row, or what a unit became; one that was deleted is empty here.
    [[nodiscard]] std::size_t piece_count() const { return pieces_.size(); }
    [[nodiscard]] std::size_t piece_begin(std::size_t index) const { return pieces_[index].begin; }
    /// True if all of it is one unit.
    [[nodiscard]] bool is_unit(std::size_t index) const { return pieces_[index].width > 0; }
    /// The bytes of the parent that a piece of `island` stands for.
    [[nodiscard]] Span piece_source(std::size_t index, const Island& island) const;

  private:
    /// Bytes from `begin` on: copied from `source` on if `width` is 0, else standing for `width` bytes there.
    struct Piece {
        std::size_t begin;
        std::size_t source;
        std::size_t width;
    };
    /// What a unit became; empty if it was deleted.
    struct Mark {
        Span here;
        Span source;
    };
    void open(bool is_cut);
    void close(std::string_view parent, std::size_t from, std::size_t to, bool is_cut);
    void copy(std::string_view parent, std::size_t from, std::size_t to);
    [[nodiscard]] const Piece& piece_at(std::size_t place) const;

    std::string text_;
    std::vector<Piece> pieces_;
    std::vector<Mark> marks_;
    std::vector<Island> islands_;
    std::vector<Unreadable> unreadable_;
};

} // namespace pouch::redact
