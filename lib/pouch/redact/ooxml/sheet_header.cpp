#include "pouch/redact/ooxml/sheet_header.hpp"

#include "pouch/redact/characters.hpp"

#include <algorithm>
#include <vector>

namespace pouch::redact::ooxml {

namespace {

constexpr std::size_t colour_size = 6; ///< `FF0000`, or `01+000` for one of a theme.

bool is_sign(char c)
{
    return c == '+' || c == '-';
}

/// How many characters from the front are so.
template <typename IsSo> std::size_t run_of(std::string_view text, IsSo is_so)
{
    return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_so) - text.begin());
}

/// The size of the colour at the front of `text`; 0 if there is none.
std::size_t colour_at(std::string_view text)
{
    if (run_of(text.substr(0, colour_size), is_hex) == colour_size) return colour_size;
    constexpr std::size_t theme = 2;
    if (run_of(text.substr(0, theme), is_digit) < theme || text.size() == theme || !is_sign(text[theme]))
        return 0;
    const auto tint = run_of(text.substr(theme + 1, 3), is_digit);
    return tint < 2 ? 0 : theme + 1 + tint;
}

/// Reads the text as one of those who show it.
class Reader {
  public:
    /// `taken`: the characters that go with a colour that is none. With 0, other codes that are none are text; else they are
    /// passed over.
    explicit Reader(std::size_t taken) : taken_(taken) {}

    std::string read(std::string_view coded)
    {
        while (!coded.empty()) {
            const auto at = std::min(coded.find('&'), coded.size());
            text_ += coded.substr(0, at);
            coded.remove_prefix(at);
            if (coded.empty()) break;
            coded.remove_prefix(1);
            take_code(coded);
        }
        return std::move(text_);
    }

    /// Nothing was read in which readers may differ.
    [[nodiscard]] bool is_certain() const { return is_certain_; }

  private:
    /// Takes the code behind an `&` off `rest`.
    void take_code(std::string_view& rest)
    {
        if (rest.empty()) return;
        constexpr std::string_view plain = "NDTAFZGBIUESXYOH";
        const char letter = rest.front();
        const bool is_small = letter >= 'a' && letter <= 'z';
        if (is_small && doubt()) return;
        const char code = is_small ? static_cast<char>(letter - 'a' + 'A') : letter;
        if (is_digit(code)) {
            rest.remove_prefix(run_of(rest, is_digit));
        } else if (code == '"') {
            take_font(rest);
        } else if (code == 'K') {
            rest.remove_prefix(1);
            take_colour(rest);
        } else if (code == 'P') {
            rest.remove_prefix(1);
            take_offset(rest);
        } else if (code == '&') {
            rest.remove_prefix(1);
            text_ += '&';
        } else if (code == 'L' || code == 'C' || code == 'R') {
            rest.remove_prefix(1);
            text_ += '\n';
        } else if (plain.find(code) != std::string_view::npos) {
            rest.remove_prefix(1);
        } else if (!doubt()) {
            rest.remove_prefix(character_size(rest, 0));
        }
    }

    void take_font(std::string_view& rest)
    {
        const auto end = rest.find('"', 1);
        const bool is_whole =
            end != std::string_view::npos && rest.substr(0, end).find('&') == std::string_view::npos;
        if (!is_whole && doubt()) {
            rest.remove_prefix(1);
            return;
        }
        rest.remove_prefix(std::min(end, rest.size() - 1) + 1);
    }

    void take_colour(std::string_view& rest)
    {
        const auto size = colour_at(rest);
        if (size == 0) static_cast<void>(doubt());
        rest.remove_prefix(size > 0 ? size : std::min(taken_, rest.size()));
    }

    static void take_offset(std::string_view& rest)
    {
        if (rest.empty() || !is_sign(rest.front())) return;
        if (const auto digits = run_of(rest.substr(1), is_digit); digits > 0) rest.remove_prefix(1 + digits);
    }

    /// Notes that readers may differ here. True if what is no code is text.
    bool doubt()
    {
        is_certain_ = false;
        return taken_ == 0;
    }

    std::size_t taken_;
    std::string text_;
    bool is_certain_ = true;
};

} // namespace

std::string sheet_header_text(std::string_view coded)
{
    std::vector<std::string> readings;
    for (std::size_t taken = 0; taken <= colour_size; ++taken) {
        Reader reader(taken);
        auto text = reader.read(coded);
        if (reader.is_certain()) return text;
        if (std::find(readings.begin(), readings.end(), text) == readings.end())
            readings.push_back(std::move(text));
    }
    std::string all;
    for (const auto& text : readings) all += (all.empty() ? "" : "\n") + text;
    return all;
}

} // namespace pouch::redact::ooxml
