#pragma once
#include "pouch/redact/json/keys.hpp"
#include "pouch/redact/json/labels.hpp"
#include "pouch/redact/json/pointer.hpp"
#include "pouch/redact/json/portion_cut.hpp"
#include "pouch/redact/json/reader.hpp"
#include "pouch/redact/operator/field_operators.hpp"
#include "pouch/redact/structure.hpp"

/// Reads one JSON text after the other, and says what of it is cut out: values and names that field rules mean, what is
/// not on the allow-list, and strings that hold a portion which the reader may not see.
///
/// A member or an element goes with one comma, so that what holds it stays JSON. Objects and arrays on the way to
/// something allowed stay if anything in them does, and the root. Nothing is cut inside of what is cut. Where the target names
/// labels, an object goes that bears one which withholds it; and where it withholds what is unmarked, so does all that is in no
/// object with a label.
namespace pouch::redact::json {

class Editor {
  public:
    /// `kind`: the format whose rules count. Throws Fault::refused `json.label`.
    Editor(FormatKind kind, const StructureOptions& options);

    /// Reads `text`, which is UTF-8 and stands at `origin` of the document; false if none of it may leave. Throws what
    /// Reader does, Fault::refused `json.duplicate` and `json.label`.
    bool edit(std::string_view text, std::uint64_t origin);

    /// The cuts of the last text, in order and apart.
    [[nodiscard]] const std::vector<TextCut>& cuts() const { return cuts_; }

    /// What is to be refused of its marks and labels, unless something else takes it out: see settle_doubts().
    [[nodiscard]] const std::vector<Doubt>& doubts() const { return doubts_; }
    /// True if none of it may leave because of its label, or for want of one.
    [[nodiscard]] bool is_withheld() const { return is_withheld_; }

    /// True if rules, an allow-list or labels are about places in a text; otherwise only strings that hold portions count.
    [[nodiscard]] bool knows_places() const { return !is_blind_ || labels_.are_wanted(); }

  private:
    /// What of the items of a container goes and stays.
    struct Fate {
        bool has_kept = false;               ///< An item stays.
        std::optional<std::size_t> cut_from; ///< All items so far go, from here on.
    };
    /// An object or array that stays.
    struct Container {
        std::size_t begin = 0;
        bool is_object = false;
        std::size_t count = 0;    ///< Items so far.
        std::size_t last_end = 0; ///< Where the last item ended.
        Fate items;
        /// Of one that is only on the way to something that may stay: how it was before it was taken up.
        struct Before {
            std::size_t item;
            std::size_t cut_count;
            Fate siblings;
        };
        std::optional<Before> before;
    };
    /// What happens to an item, a value with the name before it.
    struct Verdict {
        bool is_dropped = false;
        std::optional<std::string> value; ///< What stands for the value.
        std::optional<std::string> key;   ///< What stands for the name, without quotes.
        std::optional<FieldCut> cut;      ///< To be reported when the value has ended.
    };

    void begin_item(std::size_t begin, std::string_view name);
    void begin_value(const Token& token);
    void end_item(std::size_t end);
    void end_container(std::size_t end);
    void check_names();
    [[nodiscard]] Verdict verdict_on(const Token& token);
    void doubt_mark(const Token& token);
    [[nodiscard]] std::optional<std::uint32_t> rule_for(bool is_key) const;
    /// True if what stands here may only stay for the sake of something in it.
    [[nodiscard]] bool is_on_way() const { return (!allowed_.is_empty() && !allowed_from_) || lacks_label(); }
    [[nodiscard]] bool lacks_label() const { return needs_labels_ && !labelled_from_; }
    void replace_key(Verdict& verdict);
    void replace_value(const Token& token, Verdict& verdict);
    [[nodiscard]] std::string replacement_of(const Token& token, std::uint32_t rule) const;
    [[nodiscard]] FieldCut cut_at(std::size_t place, CutReason reason, std::uint32_t rule = 0) const;
    void report(FieldCut cut, std::size_t end) const;

    const StructureOptions& options_;
    std::vector<std::uint32_t> rules_;        ///< With a field, of this format, by pattern of fields_.
    std::optional<FieldOperators> operators_; ///< Of these rules.
    PointerStack fields_;
    PointerStack allowed_;
    Labels labels_;
    bool needs_labels_ = false; ///< What is in no object with a label goes.
    bool is_blind_ = false;     ///< There are no patterns, and no place need be known.

    std::string_view text_;
    std::uint64_t origin_ = 0;
    KeyStack keys_;
    std::vector<TextCut> cuts_;
    std::vector<Doubt> doubts_;
    std::vector<Container> containers_;
    std::optional<std::size_t>
        allowed_from_; ///< How many containers hold the value that is allowed as a whole,
    std::optional<std::size_t> labelled_from_; ///< and the outermost object with a label.
    std::optional<Token> key_;                 ///< Of the present item, in an object.
    std::size_t item_ = 0;                     ///< Where the present item begins.
    std::size_t skipped_ = 0;                  ///< Containers open in a value that is cut.
    Verdict verdict_;                          ///< On that value.
    bool is_all_dropped_ = false;
    bool is_withheld_ = false;
};

} // namespace pouch::redact::json
