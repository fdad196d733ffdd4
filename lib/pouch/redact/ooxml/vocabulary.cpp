#include "pouch/redact/ooxml/vocabulary.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace pouch::redact::ooxml {

namespace {

using Words = std::unordered_set<std::string_view>;
using Treatments = std::unordered_map<std::string_view, Treatment>;

/// Calls `take` for each word of `list`, which stand between blanks.
template <typename Take> void for_each_word(std::string_view list, Take take)
{
    while (!list.empty()) {
        const auto size = std::min(list.find(' '), list.size());
        if (size > 0) take(list.substr(0, size));
        list.remove_prefix(std::min(size + 1, list.size()));
    }
}

Treatments treatments(std::initializer_list<std::pair<Treatment, std::string_view>> lists)
{
    Treatments all;
    for (const auto& [treatment, list] : lists) {
        for_each_word(list,
                      [&all, treatment = treatment](std::string_view word) { all.emplace(word, treatment); });
    }
    return all;
}

/// Paragraphs, tables, sections, notes.
constexpr std::string_view structure =
    "w:document w:body w:hdr w:ftr w:footnotes w:endnotes w:footnote w:endnote w:background "
    "w:p w:pPr w:r w:rPr w:t w:tab w:br w:cr w:noBreakHyphen w:softHyphen w:sym w:ptab w:hyperlink "
    "w:bookmarkStart w:bookmarkEnd w:fldChar w:fldSimple w:instrText w:footnoteReference w:endnoteReference "
    "w:footnoteRef w:endnoteRef w:separator w:continuationSeparator w:drawing "
    "w:tbl w:tblPr w:tblGrid w:gridCol w:tr w:trPr w:tc w:tcPr w:tblPrEx w:sectPr";

constexpr std::string_view paragraph_properties =
    "w:pStyle w:keepNext w:keepLines w:pageBreakBefore w:framePr w:widowControl w:numPr w:ilvl w:numId "
    "w:suppressLineNumbers w:pBdr w:top w:left w:bottom w:right w:between w:bar w:start w:end w:shd w:tabs "
    "w:suppressAutoHyphens w:kinsoku w:wordWrap w:overflowPunct w:topLinePunct w:autoSpaceDE w:autoSpaceDN "
    "w:bidi w:adjustRightInd w:snapToGrid w:spacing w:ind w:contextualSpacing w:mirrorIndents "
    "w:suppressOverlap w:jc w:textDirection w:textAlignment w:textboxTightWrap w:outlineLvl w:cnfStyle";

constexpr std::string_view run_properties =
    "w:rStyle w:rFonts w:b w:bCs w:i w:iCs w:caps w:smallCaps w:strike w:dstrike w:outline w:shadow w:emboss "
    "w:imprint w:noProof w:color w:w w:kern w:position w:sz w:szCs w:highlight w:u w:effect w:bdr w:fitText "
    "w:vertAlign w:rtl w:cs w:em w:lang w:eastAsianLayout";

constexpr std::string_view table_properties =
    "w:tblStyle w:tblpPr w:tblOverlap w:bidiVisual w:tblStyleRowBandSize w:tblStyleColBandSize w:tblW "
    "w:tblCellSpacing w:tblInd w:tblBorders w:insideH w:insideV w:tl2br w:tr2bl w:tblLayout w:tblCellMar "
    "w:tblLook "
    "w:gridBefore w:gridAfter w:wBefore w:wAfter w:cantSplit w:trHeight w:tblHeader "
    "w:tcW w:gridSpan w:hMerge w:vMerge w:tcBorders w:noWrap w:tcMar w:tcFitText w:vAlign w:hideMark";

constexpr std::string_view section_properties = "w:headerReference w:footerReference w:footnotePr "
                                                "w:endnotePr w:pos w:numFmt w:numStart w:numRestart w:type "
                                                "w:pgSz w:pgMar w:paperSrc w:pgBorders w:lnNumType "
                                                "w:pgNumType w:cols w:col w:formProt w:noEndnote w:titlePg "
                                                "w:rtlGutter w:docGrid";

/// Styles, numbering, fonts.
constexpr std::string_view definitions =
    "w:styles w:docDefaults w:rPrDefault w:pPrDefault w:latentStyles w:lsdException w:style w:name w:aliases "
    "w:basedOn w:next w:link w:autoRedefine w:uiPriority w:semiHidden w:unhideWhenUsed w:qFormat w:locked "
    "w:personal w:personalCompose w:personalReply w:tblStylePr "
    "w:numbering w:abstractNum w:multiLevelType w:styleLink w:numStyleLink w:lvl w:lvlRestart w:isLgl w:suff "
    "w:lvlText w:legacy w:lvlJc w:num w:abstractNumId w:lvlOverride w:startOverride "
    "w:fonts w:font w:altName w:panose1 w:charset w:family w:notTrueType w:pitch w:sig";

constexpr std::string_view pictures =
    "wp:inline wp:anchor wp:extent wp:effectExtent wp:docPr wp:cNvGraphicFramePr wp:simplePos wp:positionH "
    "wp:positionV wp:align wp:posOffset wp:wrapNone wp:wrapSquare wp:wrapTight wp:wrapThrough "
    "wp:wrapTopAndBottom "
    "wp:wrapPolygon wp:start wp:lineTo a:graphicFrameLocks a:graphic a:graphicData pic:pic pic:nvPicPr "
    "pic:cNvPr "
    "pic:cNvPicPr a:picLocks pic:blipFill a:blip a:stretch a:fillRect a:srcRect pic:spPr a:xfrm a:off a:ext "
    "a:prstGeom a:avLst a:noFill a:ln a:solidFill a:srgbClr a:schemeClr a:prstDash a:round a:miter a:headEnd "
    "a:tailEnd";

constexpr std::string_view dropped =
    "w:lastRenderedPageBreak w:proofErr w:permStart w:permEnd w:commentRangeStart w:commentRangeEnd "
    "w:commentReference w:annotationRef w:sdtPr w:sdtEndPr w:smartTagPr w:customXmlPr w:tblCaption "
    "w:tblDescription w:printerSettings w:divId w:webHidden w:rsid w:nsid w:tmpl w:numIdMacAtCleanup "
    "a:extLst "
    "a:hlinkClick a:hlinkHover";

constexpr std::string_view unwrapped = "w:sdt w:sdtContent w:smartTag w:customXml";

constexpr std::string_view changes =
    "w:ins w:del w:moveFrom w:moveTo w:delText w:delInstrText w:moveFromRangeStart w:moveFromRangeEnd "
    "w:moveToRangeStart w:moveToRangeEnd w:cellIns w:cellDel w:cellMerge w:rPrChange w:pPrChange "
    "w:sectPrChange "
    "w:tblPrChange w:tblGridChange w:trPrChange w:tcPrChange w:tblPrExChange w:numberingChange "
    "w:customXmlInsRangeStart w:customXmlInsRangeEnd w:customXmlDelRangeStart w:customXmlDelRangeEnd "
    "w:customXmlMoveFromRangeStart w:customXmlMoveFromRangeEnd w:customXmlMoveToRangeStart "
    "w:customXmlMoveToRangeEnd";

constexpr std::string_view embedded =
    "w:object w:pict w:altChunk w:subDoc w:control w:movie w:contentPart "
    "w:embedRegular w:embedBold w:embedItalic w:embedBoldItalic w:numPicBullet "
    "w:lvlPicBulletId w:ffData w:fldData mc:AlternateContent";

const Treatments& text_treatments()
{
    static const auto all = treatments({{Treatment::keep, structure},
                                        {Treatment::keep, paragraph_properties},
                                        {Treatment::keep, run_properties},
                                        {Treatment::keep, table_properties},
                                        {Treatment::keep, section_properties},
                                        {Treatment::keep, definitions},
                                        {Treatment::keep, pictures},
                                        {Treatment::drop, dropped},
                                        {Treatment::unwrap, unwrapped},
                                        {Treatment::switch_, "w:vanish w:specVanish w:hidden"},
                                        {Treatment::change, changes},
                                        {Treatment::hidden, "w:ruby w:bdo w:dir"},
                                        {Treatment::embedded, embedded}});
    return all;
}

/// Of settings, what a page looks like without them differs.
const Treatments& settings_treatments()
{
    static const auto all = treatments(
        {{Treatment::keep,
          "w:settings w:mirrorMargins w:bordersDoNotSurroundHeader w:bordersDoNotSurroundFooter "
          "w:gutterAtTop "
          "w:defaultTabStop w:autoHyphenation w:consecutiveHyphenLimit w:hyphenationZone "
          "w:doNotHyphenateCaps "
          "w:evenAndOddHeaders w:characterSpacingControl w:noLineBreaksAfter w:noLineBreaksBefore "
          "w:strictFirstAndLastChars w:footnotePr w:endnotePr w:footnote w:endnote w:pos w:numFmt w:numStart "
          "w:numRestart w:compat w:compatSetting w:useFELayout w:spaceForUL "
          "w:balanceSingleByteDoubleByteWidth "
          "w:doNotLeaveBackslashAlone w:ulTrailSpace w:doNotExpandShiftReturn w:adjustLineHeightInTable "
          "w:themeFontLang w:clrSchemeMapping w:decimalSymbol w:listSeparator"}});
    return all;
}

const Treatments& theme_treatments()
{
    static const auto all = treatments(
        {{Treatment::keep,
          "a:theme a:themeElements a:clrScheme a:dk1 a:lt1 a:dk2 a:lt2 a:accent1 a:accent2 a:accent3 "
          "a:accent4 "
          "a:accent5 a:accent6 a:hlink a:folHlink a:sysClr a:srgbClr a:fontScheme a:majorFont a:minorFont "
          "a:latin "
          "a:ea a:cs a:font a:fmtScheme a:fillStyleLst a:solidFill a:schemeClr a:gradFill a:gsLst a:gs a:lin "
          "a:tint a:shade a:satMod a:lumMod a:lumOff a:alpha a:lnStyleLst a:ln a:prstDash a:miter a:round "
          "a:effectStyleLst a:effectStyle a:effectLst a:outerShdw a:innerShdw a:bgFillStyleLst a:path "
          "a:fillToRect a:scene3d a:camera a:rot a:lightRig a:sp3d a:bevelT a:noFill"},
         {Treatment::drop, "a:objectDefaults a:extraClrSchemeLst a:custClrLst a:extLst"}});
    return all;
}

/// Attributes of w:, without the prefix.
constexpr std::string_view word_attributes =
    "val type id name w h ascii hAnsi eastAsia cs hint asciiTheme hAnsiTheme eastAsiaTheme cstheme color "
    "themeColor "
    "themeTint themeShade sz space shadow frame fill themeFill themeFillTint themeFillShade before "
    "beforeLines "
    "beforeAutospacing after afterLines afterAutospacing line lineRule left leftChars right rightChars "
    "hanging "
    "hangingChars firstLine firstLineChars start startChars end endChars leader pos top bottom header footer "
    "gutter "
    "orient code num equalWidth sep linePitch charSpace fmt chapStyle chapSep countBy distance restart "
    "styleId "
    "default customStyle defLockedState defUIPriority defSemiHidden defUnhideWhenUsed defQFormat count "
    "locked "
    "uiPriority semiHidden unhideWhenUsed qFormat abstractNumId ilvl numId usb0 usb1 usb2 usb3 csb0 csb1 "
    "anchor "
    "history instr fldCharType char font alignment relativeTo clear firstRow lastRow firstColumn lastColumn "
    "noHBand "
    "noVBand oddHBand evenHBand oddVBand evenVBand firstRowFirstColumn firstRowLastColumn lastRowFirstColumn "
    "lastRowLastColumn leftFromText rightFromText topFromText bottomFromText vertAnchor horzAnchor tblpX "
    "tblpXSpec "
    "tblpY tblpYSpec wrap vSpace hSpace x xAlign y yAlign anchorLock dropCap lines hRule combine "
    "combineBrackets vert "
    "vertCompress bidi uri colFirst colLast customMarkFollows bg1 t1 bg2 t2 accent1 accent2 accent3 accent4 "
    "accent5 "
    "accent6 hyperlink followedHyperlink offsetFrom zOrder display first other legacy legacySpace "
    "legacyIndent";

/// Attributes without a namespace, of pictures and the theme.
constexpr std::string_view plain_attributes =
    "distT distB distL distR simplePos relativeHeight behindDoc locked layoutInCell allowOverlap cx cy l t r "
    "b id "
    "name x y relativeFrom wrapText edited noChangeAspect noChangeArrowheads noGrp noSelect noRot noMove "
    "noResize "
    "uri prst w cap cmpd algn val rot flipH flipV bwMode cstate type len lim typeface script lastClr panose "
    "pitchFamily charset pos rotWithShape ang scaled path blurRad dist dir sx sy kx ky rad lat lon rev rig "
    "prstMaterial "
    "h sz preferRelativeResize";

constexpr std::string_view other_attributes = "r:id r:embed xml:space";

Words words_of(std::string_view list)
{
    Words words;
    for_each_word(list, [&](std::string_view word) { words.insert(word); });
    return words;
}

} // namespace

std::string_view prefix_of(std::string_view space)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 7> known{{
        {word_namespace, "w"},
        {relationship_namespace, "r"},
        {compatibility_namespace, "mc"},
        {"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing", "wp"},
        {"http://schemas.openxmlformats.org/drawingml/2006/main", "a"},
        {"http://schemas.openxmlformats.org/drawingml/2006/picture", "pic"},
        {"http://www.w3.org/XML/1998/namespace", "xml"},
    }};
    for (const auto& [uri, prefix] : known) {
        if (uri == space) return prefix;
    }
    return {};
}

Treatment treatment_of(std::string_view name, Vocabulary vocabulary)
{
    const auto find = [&](const Treatments& all, Treatment otherwise) {
        const auto known = all.find(name);
        return known == all.end() ? otherwise : known->second;
    };
    switch (vocabulary) {
    case Vocabulary::settings:
        return find(settings_treatments(), Treatment::drop);
    case Vocabulary::theme:
        return find(theme_treatments(), Treatment::unknown);
    case Vocabulary::text:
        break;
    }
    return find(text_treatments(), Treatment::unknown);
}

bool is_kept_attribute(std::string_view name)
{
    static const auto word = words_of(word_attributes);
    static const auto plain = words_of(plain_attributes);
    static const auto other = words_of(other_attributes);
    if (name.starts_with("w:")) return word.find(name.substr(2)) != word.end();
    return plain.find(name) != plain.end() || other.find(name) != other.end();
}

bool is_prescribed_value(std::string_view value)
{
    // Of w:compatSetting and a:graphicData.
    return value == "http://schemas.microsoft.com/office/word" ||
           value == "http://schemas.openxmlformats.org/drawingml/2006/picture";
}

bool is_kept_field(std::string_view word)
{
    static const auto known = words_of(
        "PAGE NUMPAGES DATE TIME SECTION SECTIONPAGES TOC PAGEREF REF NOTEREF STYLEREF SEQ HYPERLINK");
    return known.find(word) != known.end();
}

bool is_followed(std::string_view target)
{
    constexpr std::array<std::string_view, 3> schemes{"http://", "https://", "mailto:"};
    return std::any_of(schemes.begin(), schemes.end(),
                       [&](std::string_view scheme) { return target.starts_with(scheme); });
}

} // namespace pouch::redact::ooxml
