#include "fuzz/label_content.hpp"

#include "pouch/base/error.hpp"
#include "pouch/format/spif.hpp"
#include "pouch/format/xmp.hpp"
#include "pouch/io/file.hpp"
#include "pouch/io/memory.hpp"
#include "pouch/label/marking.hpp"
#include "pouch/label/page_marking.hpp"
#include "pouch/redact/mark_check.hpp"
#include "pouch/redact/ooxml/paragraphs.hpp"
#include "pouch/redact/policy_marks.hpp"
#include "pouch/redact/portion.hpp"

namespace pouch::fuzz {

namespace {

const label::Policy& policy()
{
    static const auto sample = format::read_spif(
        io::read_small_file(POUCH_SOURCE_DIR "/lib/policies/nato-sample.spif.xml", format::spif_limit));
    return sample;
}

const redact::MarkedLabel& restricted()
{
    static redact::PolicyMarks marks(policy(), {1767225600});
    static const redact::MarkedLabel label(marks,
                                           *label::read_page_marking(policy(), "NATO RESTRICTED REL TO KOR"));
    return label;
}

/// Where a label was found, or why not.
std::string found_in(ByteView bytes, std::size_t step)
{
    try {
        format::XmpScanner scanner;
        for (std::size_t at = 0; at < bytes.size(); at += std::min(step, bytes.size() - at))
            scanner.feed(bytes.subspan(at, std::min(step, bytes.size() - at)));
        const auto label = scanner.finish();
        return label ? label->binding.bdo.originator.classification : "none";
    } catch (const Error& error) {
        return error.reason();
    }
}

bool is_kept(ByteView bytes)
{
    io::MemorySource in(bytes);
    redact::PortionFilter filter(in, restricted().judge(), {redact::Unmarked::keep}, [](auto, auto, auto) {});
    Bytes buffer(4096);
    try {
        while (filter.read(buffer) > 0) {
        }
    } catch (const Error&) {
        return false;
    }
    return filter.withheld() == 0;
}

} // namespace

void xmp(ByteView bytes)
{
    if (found_in(bytes, bytes.size()) != found_in(bytes, 7)) throw bug("pieces of XMP matter");
}

void marks(ByteView bytes)
{
    std::size_t faults = 0;
    redact::MarkChecker checker(restricted(), [&](redact::MarkFault fault, auto) {
        if (fault != redact::MarkFault::banner) ++faults;
    });
    checker.feed(bytes);
    checker.finish();
    if (faults == 0 && !is_kept(bytes)) throw bug("redaction takes what has good marks");
}

void paragraphs(ByteView bytes)
{
    redact::ooxml::for_each_paragraph(as_text(bytes), [](auto, auto) {});
}

void page_marking(ByteView bytes)
{
    const auto label = label::read_page_marking(policy(), as_text(bytes));
    if (!label) return;
    if (!label::names_classification(policy(), as_text(bytes)))
        throw bug("a marking without a classification");
    static_cast<void>(label::marking_of(policy(), *label, label::Location::page_top, {}));
}

} // namespace pouch::fuzz
