#pragma once
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

/// The fields of a part that are open at a place: what they do is judged by their code.
namespace pouch::redact::ooxml {

class FieldStack {
  public:
    using Check = std::function<void(std::string_view code)>;

    /// Takes a w:fldChar of that type: `begin`, `separate` or `end`. Calls `check` with a code that is complete. Throws
    /// Fault::refused `ooxml.field`, naming `place`, as the others do.
    void take(std::string_view type, std::size_t place, const Check& check);
    /// Takes a part of a code.
    void add_code(std::string_view text, std::size_t place);
    /// The part has ended.
    void finish(std::size_t place) const;

    /// True where text is part of a code, which no reader sees.
    [[nodiscard]] bool is_in_code() const { return !open_.empty() && open_.back().is_in_code; }

  private:
    struct Field {
        std::string code;
        bool is_in_code = true;
    };
    std::vector<Field> open_;
};

/// Throws Fault::refused `ooxml.field` unless a field of that code may stay.
void check_field_code(std::string_view code, std::size_t place);

} // namespace pouch::redact::ooxml
