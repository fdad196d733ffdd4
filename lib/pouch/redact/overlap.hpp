#pragma once
#include "pouch/redact/characters.hpp"
#include "pouch/redact/scanner.hpp"

#include <algorithm>
#include <cstdint>

/// Cuts a growing text into windows whose zones follow each other without gap, with context on both sides.
namespace pouch::redact {

/// A window that owns its text. The buffer keeps its memory from one use to the next.
struct Block {
    Bytes buffer;
    std::size_t used = 0;     ///< Bytes of the buffer that are text.
    std::uint64_t origin = 0; ///< Place of the first byte in the whole text.
    std::size_t zone_begin = 0;
    std::size_t zone_end = 0;
    bool is_last = false;

    [[nodiscard]] std::string_view text() const { return as_text(ByteView(buffer).first(used)); }
    [[nodiscard]] std::string_view zone() const { return text().substr(zone_begin, zone_end - zone_begin); }
    [[nodiscard]] Window window() const { return {text(), zone_begin, zone_end}; }

    void append(ByteView bytes)
    {
        if (buffer.size() < used + bytes.size()) buffer.resize(used + bytes.size());
        std::copy(bytes.begin(), bytes.end(), buffer.begin() + static_cast<std::ptrdiff_t>(used));
        used += bytes.size();
    }
};

/// The text that the next window begins with: what the last zone needs to be seen again, and what it left.
class Overlap {
  public:
    explicit Overlap(std::size_t margin) : margin_(margin) {}

    /// Starts `block` with the text carried over.
    void begin(Block& block) const
    {
        block.used = 0;
        block.origin = origin_;
        block.zone_begin = zone_;
        block.append(carry_);
    }

    /// Sets the end of the zone of `block`, whose text is complete: `margin` bytes before its end, or at its
    /// end when it is the last. The zone may be empty.
    void end(Block& block)
    {
        const auto text = block.text();
        const auto held = block.is_last ? 0 : margin_;
        const auto cut = text.size() > held ? text.size() - held : 0;
        block.zone_end = std::max(block.zone_begin, character_start(text, cut));
        auto start = block.zone_end > margin_ ? character_start(text, block.zone_end - margin_) : 0;
        const auto rest = ByteView(block.buffer).first(block.used).subspan(start);
        carry_.assign(rest.begin(), rest.end());
        zone_ = block.zone_end - start;
        origin_ = block.origin + start;
    }

  private:
    std::size_t margin_;
    Bytes carry_;
    std::size_t zone_ = 0;
    std::uint64_t origin_ = 0;
};

} // namespace pouch::redact
