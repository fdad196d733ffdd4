#pragma once
#include "pouch/redact/json/pointer.hpp"
#include "pouch/redact/json/portion_cut.hpp"
#include "pouch/redact/json/reader.hpp"
#include "pouch/redact/record_label.hpp"

/// Objects of JSON that bear a label: a member, named by the target, that says who may see the object.
namespace pouch::redact::json {

class Labels {
  public:
    /// `pointers`: patterns of places of labels. Each is the label of the object around it. Throws Fault::refused
    /// `json.label` if there are any and no judge.
    Labels(const std::vector<std::string>& pointers, PortionJudge* judge);

    [[nodiscard]] bool are_wanted() const { return !places_.is_empty(); }

    /// Reads `text`, which is UTF-8 and stands at `origin` of the document. An object whose label nobody understands counts
    /// as readable, and is put into `doubts`. Throws what Reader does.
    void read(std::string_view text, std::uint64_t origin, std::vector<Doubt>& doubts);

    /// What the object that begins at `begin` of the text bears.
    [[nodiscard]] RecordLabel of(std::size_t begin) const;
    /// True if the value that begins at `begin` is such a label.
    [[nodiscard]] bool is_label(std::size_t begin) const;

  private:
    struct Container {
        std::size_t begin = 0;
        bool is_object = false;
        std::size_t count = 0; ///< Items so far.
        RecordLabel label = RecordLabel::none;
    };
    struct Labelled {
        std::size_t begin;
        RecordLabel label;
    };
    void note(const Token& token, std::string_view text, std::uint64_t origin, std::vector<Doubt>& doubts);

    PointerStack places_;
    PortionJudge* judge_;
    std::vector<Container> containers_;
    std::vector<Labelled> labelled_;  ///< In order of place.
    std::vector<std::size_t> values_; ///< Where labels begin, in order.
};

} // namespace pouch::redact::json
