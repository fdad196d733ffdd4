#pragma once
#include "pouch/base/error.hpp"
#include "pouch/redact/mark_check.hpp"

#include <array>
#include <string>
#include <string_view>
#include <vector>

/// What does not agree with the labels of documents, told at once and without a word of them.
namespace pouch::stage {

/// The faults of the marks in one document, by kind, with the places where they are.
class MarkFaults {
  public:
    /// `place` is a line or a paragraph; the same one twice in a row counts once.
    void add(redact::MarkFault fault, const std::string& place);

    struct Kind {
        std::vector<std::string> places; ///< The first few.
        std::size_t count = 0;
        std::string last;
    };
    [[nodiscard]] const std::array<Kind, 3>& kinds() const { return kinds_; }

  private:
    std::array<Kind, 3> kinds_; ///< By MarkFault.
};

class ContentFindings {
  public:
    /// `reason` is that of a refusal; the first one is that of all.
    void add(std::string_view path, std::string_view reason, std::string_view sentence);
    /// What the marks of a document say; `marking` is the page marking of its label.
    void add(std::string_view path, const MarkFaults& faults, const std::string& marking);

    /// Throws Fault::policy if there is any: each is a detail, up to a limit that is then said.
    void throw_if_any() const;

  private:
    static constexpr std::size_t most_named = 200;

    struct Finding {
        std::string reason;
        std::string sentence;
    };
    std::vector<Finding> found_;
    std::size_t count_ = 0;
};

} // namespace pouch::stage
