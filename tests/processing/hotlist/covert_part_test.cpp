// What may be known of a list by those who may not know of its covert entries.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "processing/hotlist/hotlist_file.hpp"

namespace nightjar {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

HotlistFileOptions told_apart(std::size_t max_bad_lines = 10) {
  HotlistFileOptions options;
  options.max_bad_lines = max_bad_lines;
  options.covert = {false, true, {"OFFICIAL"}};
  return options;
}

std::vector<std::string> lines(const HotlistFindings& findings, bool covert) {
  std::vector<std::string> lines;
  for (const HotlistFinding& finding : findings.faults())
    if (finding.covert == covert)
      lines.push_back(covert ? finding_line("x", finding) : open_finding_line("x", finding));
  return lines;
}

std::string open_revision(const std::string& text) {
  const HotlistLoad load = parse_hotlist(text, told_apart());
  return load.index ? load.index->edition().open.value().revision : "refused";
}

TEST(CovertPart, shows_in_no_revision_that_is_told_to_others) {
  const std::string without = open_revision("mark,action\nA1,STOP\nB2,STOP\n");
  EXPECT_EQ(open_revision("# revision: 7\nmark,action\nA1,STOP\nB2,STOP\n"), without);
  EXPECT_EQ(open_revision("# revision: 8\nmark,action\nA1,STOP\nC3,SILENT\nB2,STOP\n"), without);
  EXPECT_NE(open_revision("# revision: 8\nmark,action\nA1,STOP\nB2,STOP\nC3,STOP\n"), without);
  EXPECT_EQ(parse_hotlist("# revision: 8\nmark,action\nA1,STOP\n", told_apart()).index->edition().revision,
            "8")
      << "those who are cleared know the number";
}

TEST(CovertPart, makes_the_others_neither_younger_nor_older) {
  const CaptureTime at = std::chrono::sys_days(std::chrono::year(2026) / 11 / 21);
  const auto since = [&](const std::string& text, CaptureTime written, const HotlistFileOptions& options) {
    return parse_hotlist(text, options, {"r", written}).index->edition().open.value().since;
  };
  HotlistFileOptions options = told_apart();
  EXPECT_EQ(since("mark,action\nA1,STOP\n", at, options), at);
  options.open_before = parse_hotlist("mark,action\nA1,STOP\n", options, {"r", at}).index->edition().open;
  const CaptureTime later = at + std::chrono::hours(5);
  EXPECT_EQ(since("mark,action\nA1,STOP\nC3,SILENT\n", later, options), at);
  EXPECT_EQ(since("mark,action\nA1,STOP\nC3,STOP\n", later, options), later);
}

TEST(CovertPart, leaves_it_known_what_else_a_list_holds_that_it_refuses) {
  const auto open = [](const std::string& text) {
    const HotlistLoad load = parse_hotlist(text, told_apart(1));
    EXPECT_FALSE(load.index) << text;
    return load.open ? load.open->revision : "not known";
  };
  const std::string sound = open_revision("mark,action,weed\nA1,STOP,2026-12-31\n");
  EXPECT_EQ(open("mark,action,weed\n!,SILENT,\nA1,STOP,2026-12-31\n!,SILENT,\n"), sound) << "too many bad";
  EXPECT_EQ(open("mark,action,weed\nA1,STOP,2026-12-31\nC3,SILENT,31/12/2026\n"), sound);
  EXPECT_EQ(open("mark,action,weed\n!,STOP,\nA1,STOP,2026-12-31\n!,STOP,\n"), "not known");
  EXPECT_EQ(open("mark,action,weed\nA1,STOP,2026-12-31\nC3,SILENT,\"\nB2,STOP,\n"), "not known")
      << "how many entries the quote has swallowed nobody knows";
  EXPECT_EQ(open(std::string("mark,action\nA1,STOP\n\0\n", 22)), "not known");
}

TEST(CovertPart, shows_in_no_line_number) {
  const std::string covert = "C3,SILENT,,\"two\nlines\"\nD4,SILENT,x,\n";
  const std::string open = "B2,STOP,31 Dec,\nE5,STOP\n";
  const HotlistLoad without = parse_hotlist("mark,action,weed,reason\nA1,STOP,,\n" + open, told_apart());
  const HotlistLoad with =
      parse_hotlist("mark,action,weed,reason\nA1,STOP,,\n" + covert + open, told_apart());
  EXPECT_EQ(lines(with.findings, false), lines(without.findings, false));
  EXPECT_THAT(lines(with.findings, false), ElementsAre(HasSubstr("x:3: weed"), HasSubstr("x:4: columns")));
  EXPECT_THAT(lines(with.findings, true), ElementsAre(HasSubstr("x:5: weed")));
  EXPECT_EQ(finding_line("x", with.findings.faults().back()), "x:7: columns: found 2, expected 4");
}

TEST(CovertPart, has_bad_lines_of_its_own) {
  std::string text = "mark,action\nA1,STOP\n!,STOP\n";
  for (int i = 0; i < 3; ++i) text += "!,SILENT\n";
  const HotlistLoad few = parse_hotlist(text, told_apart(3));
  ASSERT_TRUE(few.index);
  EXPECT_EQ(few.findings.bad_lines(), 4U);
  EXPECT_EQ(lines(few.findings, false).size(), 1U);
  const HotlistLoad many = parse_hotlist(text, told_apart(2));
  EXPECT_FALSE(many.index);
  EXPECT_TRUE(many.only_bad_lines);
  EXPECT_THAT(lines(many.findings, false), ElementsAre(HasSubstr("x:3: mark")));
  EXPECT_THAT(lines(many.findings, true), testing::Contains(HasSubstr("3 bad lines, expected at most 2")));
}

TEST(CovertPart, sets_no_style_of_dates_for_others) {
  const HotlistLoad load =
      parse_hotlist("mark,action,weed\nC3,SILENT,31/12/2026\nA1,STOP,2026-12-31\nB2,STOP,x\n", told_apart());
  EXPECT_FALSE(load.index) << "one style a file";
  EXPECT_THAT(lines(load.findings, false), ElementsAre(HasSubstr("x:3: weed: found \"x\"")));
  EXPECT_THAT(lines(load.findings, true),
              ElementsAre(HasSubstr("expected the style of the lines before it")));
  const HotlistLoad open =
      parse_hotlist("mark,action,weed\nC3,SILENT,\nA1,STOP,2026-12-31\nB2,STOP,31/12/2026\n", told_apart());
  EXPECT_THAT(lines(open.findings, false), ElementsAre(HasSubstr("x:3: weed: found \"31/12/2026\"")));
}

TEST(CovertPart, is_at_fault_where_a_line_of_the_whole_file_or_a_number_would_be_told) {
  for (const std::string& text : {std::string("mark,action\nA1,STOP\n\0\n", 22),
                                  std::string("# revision: 5\n# base: 6\nmark,change\nA1,add\n"),
                                  std::string("# revision: 6\n# base: 5\nmark,change\nA1,add\n")}) {
    const HotlistLoad load = parse_hotlist(text, told_apart());
    EXPECT_FALSE(load.index);
    EXPECT_THAT(lines(load.findings, false), IsEmpty()) << text;
    EXPECT_FALSE(lines(load.findings, true).empty()) << text;
  }
}

/// All that may be known of a list by those who may not know of its covert entries.
std::vector<std::string> known_of(const std::string& text) {
  const HotlistLoad load = parse_hotlist(text, told_apart(3));
  const auto& open = load.index ? load.index->edition().open : load.open;
  std::vector<std::string> known = lines(load.findings, false);
  known.push_back(load.findings.is_openly_refused() ? "refused" : "");
  known.push_back(open ? open->revision + "/" + std::to_string(open->entries) : "");
  return known;
}

TEST(CovertPart, shows_in_nothing_that_is_known_of_any_list) {
  const std::vector<std::string> open{
      "A1,STOP,,r", "B2,,2026-12-31,",   "C3,STOP,31/12/2026,", "!,STOP,,",
      "D4,STOP",    "A1,STOP,never,two", "E5,,,\"two\nlines\"", "F6,STOP,,\x01"};
  const std::vector<std::string> covert{
      "A1,SILENT,,r", "G7,SILENT,31/12/2026,", "H8,silent,2026-12-31,", "!,SILENT,,",
      "I9,SILENT",    "J1,SILENT,never,",      "K2,SILENT,,\"a\nb\"",   "L3,SILENT,,\xFF"};
  std::mt19937 random(20261123);
  const auto one_of = [&](const std::vector<std::string>& rows) {
    return rows[random() % rows.size()] + "\n";
  };
  std::size_t usable = 0;
  for (int i = 0; i < 2000; ++i) {
    const std::string header = "mark,action,weed,reason\n";
    std::string without = "# revision: 4\n" + header + "Z9,STOP,,\n";
    std::string with = "# revision: 5\n" + header + "Z9,STOP,,\n";
    for (auto rows = random() % 8; rows > 0; --rows) {
      const std::string row = one_of(open);
      for (auto more = random() % 3; more > 0; --more) with += one_of(covert);
      with += row;
      without += row;
    }
    const std::vector<std::string> known = known_of(without);
    ASSERT_EQ(known_of(with), known) << with;
    if (!known.back().empty()) ++usable;
  }
  EXPECT_GT(usable, 500U);
  EXPECT_LT(usable, 2000U);
}

}  // namespace
}  // namespace nightjar
