#include "processing/hotlist/hotlist_findings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/processing/hotlist/list_findings.hpp"

namespace nightjar {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct BadLine {
  std::string_view name;
  std::string_view text;
  std::string_view expected;
};

TEST(HotlistFile, leaves_out_a_bad_line_and_says_why) {
  for (const BadLine& bad : {
           BadLine{"too few columns", "A2,x\n", "x:3: columns: found 2, expected 4"},
           BadLine{"too many columns", "A2,x,y,,,\n", "x:3: columns: found 6, expected 4"},
           BadLine{"no mark", ",x,y,\n", "x:3: mark: found nothing, expected 1 to 12 letters and digits"},
           BadLine{"blank mark", " - ,x,y,\n",
                   "x:3: mark: found nothing, expected 1 to 12 letters and digits"},
           BadLine{"long mark", "AAAAAAAAAABBBBBBBBBBCCCCCCCCCCDDDDDDDDDD,x,y,\n",
                   "x:3: mark: found 40 characters, \"AAAAAAAAAABBBBBBBBBBCCCCCCCCCCDDDDDDDDDD\", expected 1 "
                   "to 12 "
                   "letters and digits"},
           BadLine{"foreign letters", "M\xC3\x9C 1,x,y,\n",
                   "x:3: mark: found \"M\xC3\x9C 1\", expected 1 to 12 letters and digits"},
           BadLine{"partial mark of nothing", "A?? ???,x,y,\n",
                   "x:3: mark: found the partial mark \"A?? ???\", expected 1 to 12 characters of which at "
                   "least 2 are letters and digits"},
           BadLine{"no such day", "A2,x,y,2026-02-30\n",
                   "x:3: weed: found \"2026-02-30\", expected a date as YYYY-MM-DD or DD/MM/YYYY"},
           BadLine{"month first", "A2,x,y,12/31/2026\n",
                   "x:3: weed: found \"12/31/2026\", expected a date as YYYY-MM-DD or DD/MM/YYYY"},
           BadLine{"third style", "A2,x,y,31 Dec 2026\n",
                   "x:3: weed: found \"31 Dec 2026\", expected a date as YYYY-MM-DD or DD/MM/YYYY"},
           BadLine{"Latin-1", "A2,caf\xE9,y,\n",
                   "x:3: text: found bytes that are not UTF-8, expected UTF-8 without control characters"},
           BadLine{"overlong UTF-8", "A2,\xC0\xAF,y,\n",
                   "x:3: text: found bytes that are not UTF-8, expected UTF-8 without control characters"},
           BadLine{"terminal escape", "A2,\x1b[2J,y,\n",
                   "x:3: text: found a control character, expected UTF-8 without control characters"},
           BadLine{"return within a line", "A2,x\ry,y,\n",
                   "x:3: text: found a control character, expected UTF-8 without control characters"},
           BadLine{"text behind a quote", "A2,\"x\"y,y,\n",
                   "x:3: text: found text after a closing quote, expected a separator"},
           BadLine{"quote within", "A2,5\" disc,y,\n",
                   "x:3: text: found a quote inside a field that is not quoted, expected \"\" within quotes"},
       }) {
    SCOPED_TRACE(bad.name);
    const HotlistLoad load = parse_hotlist("mark,owner,reason,weed\nA1,x,y,2026-12-31\n" +
                                           std::string(bad.text) + "A3,x,y,2026-12-31\n");
    EXPECT_THAT(faults_of(load), ElementsAre(std::string(bad.expected)));
    EXPECT_EQ(load.findings.bad_lines(), 1U);
    ASSERT_TRUE(load.index);
    EXPECT_EQ(load.index->size(), 2U) << "the lines around it are loaded";
    EXPECT_TRUE(load.index->first_row("A1"));
    EXPECT_TRUE(load.index->first_row("A3"));
    EXPECT_FALSE(load.index->first_row("A2"));
  }
}

TEST(HotlistFile, counts_a_line_with_two_mistakes_once) {
  const HotlistLoad load = parse_hotlist("mark,effective,weed\nA1,,\n?,x,2026-13-01\n", {.max_bad_lines = 1});
  EXPECT_THAT(faults_of(load), testing::SizeIs(3));
  EXPECT_EQ(load.findings.bad_lines(), 1U);
  EXPECT_TRUE(load.index);
}

TEST(HotlistFile, refuses_a_list_with_a_structural_fault) {
  const std::string head = "mark,owner,reason,weed\nA1,x,y,2026-12-31\n";
  const std::string swallowed = head + "A2,\"x,y,\nA3,x,y,\nA4,\"x\",y,\nA5,x,y,\n";
  const std::string swallowed_evenly = head + "A2,\"x,y,\nA3,x,y,\nA4,x\",y\nA5,x,y,\n";
  using std::string_literals::operator""s;
  struct Case {
    std::string name, text, expected;
  };
  for (const Case& bad : {
           Case{"empty", "", "x:1: file: is empty, expected a hotlist"},
           Case{"blank", " \r\n\n", "x:1: file: is empty, expected a hotlist"},
           Case{"byte order mark alone", "\xEF\xBB\xBF", "x:1: file: is empty, expected a hotlist"},
           Case{"header alone", "mark,owner\n",
                "x:1: file: holds no entry that can be used, expected at least one"},
           Case{"NUL", head + "A2,\0,y,\n"s, "x:3: text: found a NUL byte, expected text"},
           Case{"unclosed quote", head + "A2,\"x,y,\nA3,x,y,\n",
                "x:3: text: found an unclosed quote, expected a closing one before the separator or the end "
                "of the line"},
           Case{"unclosed quote at the end", head + "A2,x,y,\"",
                "x:3: text: found an unclosed quote, expected a closing one before the separator or the end "
                "of the line"},
           Case{"unclosed quote before another", swallowed,
                "x:3: text: found an unclosed quote, expected a closing one before the separator or the end "
                "of the line"},
           Case{"unclosed quote that closes in the wrong column", swallowed_evenly,
                "x:3: columns: found 3, expected 4, in a quoted field that runs on to line 5"},
           Case{"mixed styles", head + "A2,x,y,\nA3,x,y,31/12/2026\n",
                "x:4: weed: found \"31/12/2026\", expected the style of line 2, YYYY-MM-DD, in all of the "
                "file"},
           Case{"long line", head + "A2," + std::string(2 << 20, 'x') + "\n",
                "x:3: text: found more than 1 MiB without a line end, expected lines"},
           Case{"long quoted field", head + "A2,\"" + std::string(2 << 20, '\n') + "\"\n",
                "x:3: text: found an unclosed quote, expected a closing one before the separator or the end "
                "of the line"},
           Case{"a column twice", "mark,owner,Owner\nA1,x,y\n",
                "x:1: Owner: found a second time, expected each column once"},
           Case{"neither form", "AB12CDE,FORD\nA2,FORD\n",
                "x:1: columns: found 2 separated by ,, expected a header with a column \"mark\", or the 16 "
                "columns "
                "without header"},
           Case{"unclosed quote in the first line", "\"mark,owner\nA1,x\n",
                "x:1: text: found an unclosed quote, expected a closing one before the separator or the end "
                "of the line"},
       }) {
    SCOPED_TRACE(bad.name);
    const HotlistLoad load = parse_hotlist(bad.text);
    EXPECT_THAT(faults_of(load), ElementsAre(bad.expected));
    EXPECT_FALSE(load.index);
    EXPECT_TRUE(load.findings.is_refused());
  }
}

TEST(HotlistFile, refuses_a_list_with_more_bad_lines_than_allowed) {
  std::string text = "mark\nA1\n";
  for (int i = 0; i < 3; ++i) text += "?\n";
  EXPECT_TRUE(parse_hotlist(text, {.max_bad_lines = 3}).index);
  const HotlistLoad load = parse_hotlist(text, {.max_bad_lines = 2});
  EXPECT_FALSE(load.index);
  EXPECT_EQ(faults_of(load).back(), "x:1: file: 3 bad lines, expected at most 2");
}

TEST(HotlistFile, names_a_bounded_number_of_bad_lines) {
  std::string text = "mark\nA1\n";
  for (int i = 0; i < 100; ++i) text += "?\n";
  const auto faults = faults_of(parse_hotlist(text, {.max_bad_lines = 10, .max_named = 20}));
  ASSERT_THAT(faults, testing::SizeIs(22));
  EXPECT_EQ(faults[20], "x:102: lines: found 80 more bad lines up to here, of 100 in all");
}

TEST(HotlistFile, warns_of_what_is_odd_and_loads_it) {
  const HotlistLoad load = parse_hotlist(
      "mark,owner,reason,risk,priority,effective,weed,colr\n"
      "A1,x,y,,,,,\n"
      "A-1,,y,,,,,\n"
      "A2,x,,,,,,\n"
      "A3,x,y,High,90,,,\n"
      "A4,x,y,low,10,,,\n"
      "A5,x,y,,urgent,,,\n"
      "A6,x,y,,101,,,\n"
      "A7,x,y,,,2026-12-02,2026-12-01,");
  EXPECT_THAT(faults_of(load), IsEmpty());
  ASSERT_TRUE(load.index);
  EXPECT_EQ(load.index->size(), 8U);
  using W = HotlistWarning;
  EXPECT_THAT(warnings_of(load, W::column),
              ElementsAre("x:1: colr: unknown column, its contents are left out"));
  EXPECT_THAT(warnings_of(load, W::duplicate),
              ElementsAre("x:3: mark: stands on line 2, too; both entries count"));
  EXPECT_THAT(warnings_of(load, W::owner), ElementsAre("x:3: owner: missing, nobody answers for this entry"));
  EXPECT_THAT(warnings_of(load, W::reason), ElementsAre("x:4: reason: missing, nobody can tell why to act"));
  EXPECT_THAT(warnings_of(load, W::risk),
              ElementsAre("x:5: risk: \"High\" beside a priority of 90, one of them may be wrong",
                          "x:6: risk: \"low\" beside a priority of 10, one of them may be wrong"));
  EXPECT_THAT(
      warnings_of(load, W::priority),
      ElementsAre(
          "x:7: priority: found \"urgent\", expected a number from 0 (highest) to 100; the list's own counts",
          "x:8: priority: found \"101\", expected a number from 0 (highest) to 100; the list's own counts"));
  EXPECT_THAT(warnings_of(load, W::dates),
              ElementsAre("x:9: weed: before the effective date, the entry is never in force"));
  EXPECT_THAT(warnings_of(load, W::unfinished_last_line),
              ElementsAre("x:9: file: the last line has no end, the file may be cut short"));
}

TEST(HotlistFile, says_once_that_a_column_is_missing) {
  const HotlistLoad load = parse_hotlist("mark,colou\nA1,x\nA2,y\n");
  EXPECT_THAT(warnings_of(load, HotlistWarning::column),
              ElementsAre("x:1: colou: unknown column, its contents are left out, did you mean \"colour\"?",
                          "x:1: owner: no such column, no entry of this list has one",
                          "x:1: reason: no such column, no entry of this list has one"));
  EXPECT_EQ(load.findings.count(HotlistWarning::owner), 0U);
  EXPECT_EQ(load.findings.count(HotlistWarning::reason), 0U);
}

TEST(HotlistFile, keeps_twenty_warnings_of_a_kind_and_counts_the_rest) {
  std::string text = "mark,owner,reason\n";
  for (int i = 0; i < 100; ++i) text += "A" + std::to_string(i) + ",,y\n";
  const HotlistLoad load = parse_hotlist(text);
  EXPECT_EQ(load.findings.warnings(HotlistWarning::owner).size(), 20U);
  EXPECT_EQ(load.findings.count(HotlistWarning::owner), 100U);
}

}  // namespace
}  // namespace nightjar
