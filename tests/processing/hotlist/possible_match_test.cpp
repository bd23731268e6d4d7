#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "processing/hotlist/hotlist_file.hpp"
#include "processing/hotlist/hotlist_matcher.hpp"
#include "tests/processing/hotlist/made_reads.hpp"

namespace nightjar {
namespace {

using namespace std::chrono;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const CaptureTime kNow = sys_days{year{2026} / 11 / 21} + 20h;

HotlistTerms terms(Matching matching, std::string channel = "open") {
  HotlistTerms made;
  made.name = "force";
  made.channel = std::move(channel);
  made.matching = matching;
  made.threshold = 0.5;
  return made;
}

struct Listed {
  std::string mark;
  std::optional<sys_days> effective = {};
  std::optional<sys_days> weed = {};
};

TermedHotlist list_of(const std::vector<Listed>& entries,
                      HotlistTerms terms_of_list = terms(Matching::possible)) {
  HotlistTable table({});
  for (const Listed& entry : entries) {
    HotlistTable::Row row;
    row.packed_mark = packed_listed_mark(entry.mark).value();
    row.effective = entry.effective;
    row.weed = entry.weed;
    table.append(row);
  }
  table.seal();
  return {std::move(terms_of_list), std::make_shared<const HotlistIndex>(std::move(table), HotlistEdition{})};
}

/// AB12CDE, of which the B may as well be an 8.
PlateText wavering_read() {
  PlateText read = made_read("AB12CDE", 0.6);
  make_doubtful(read, 1, '8', 0.39F);
  read.candidates.push_back({"A812CDE", 0.39});
  return read;
}

std::vector<std::string> marks_of(const std::vector<HotlistMatch>& matches) {
  std::vector<std::string> marks;
  for (const HotlistMatch& match : matches) marks.push_back(match.entry.mark);
  return marks;
}

TEST(PossibleMatch, finds_what_was_misread_and_shows_the_difference) {
  const HotlistMatcher matcher({list_of({{"A812CDE"}})});
  const auto matches = matcher.match(wavering_read(), kNow);
  ASSERT_THAT(matches, SizeIs(1));
  EXPECT_FALSE(matches[0].exact);
  EXPECT_GT(matches[0].probability, 0.9);
  EXPECT_LT(matches[0].probability, 1);
  ASSERT_THAT(matches[0].differs, SizeIs(1));
  EXPECT_EQ(matches[0].differs[0].position, 1U);
  EXPECT_EQ(matches[0].differs[0].read, "B");
  EXPECT_EQ(matches[0].differs[0].listed, "8");
}

TEST(PossibleMatch, needs_the_evidence_of_the_glyphs) {
  const HotlistMatcher matcher({list_of({{"A812CDE"}, {"AB12C0E"}})});
  const WeighedMatches sure = matcher.weigh(made_read("AB12CDE", 0.9995), kNow);
  EXPECT_THAT(sure.alerting, IsEmpty()) << "it looks alike and was read clearly";
  EXPECT_THAT(sure.below, IsEmpty());
}

TEST(PossibleMatch, is_never_made_by_a_list_matched_exactly) {
  const HotlistMatcher matcher({list_of({{"A812CDE"}, {"AB12CDE"}}, terms(Matching::exact))});
  EXPECT_THAT(matcher.weigh(wavering_read(), kNow).alerting, IsEmpty())
      << "and an unsure read is on no such list";
  PlateText sure = wavering_read();
  sure.confidence = 0.95;
  EXPECT_THAT(marks_of(matcher.match(sure, kNow)), ElementsAre("AB12CDE"));
}

TEST(PossibleMatch, below_the_threshold_is_counted_and_not_alerted) {
  TermedHotlist list = list_of({{"A812CDE"}});
  list.terms.threshold = 0.995;
  const WeighedMatches weighed = HotlistMatcher({list}).weigh(wavering_read(), kNow);
  EXPECT_THAT(weighed.alerting, IsEmpty());
  EXPECT_THAT(marks_of(weighed.below), ElementsAre("A812CDE"));
}

TEST(PossibleMatch, takes_an_unsure_read_of_the_very_mark) {
  const HotlistMatcher matcher({list_of({{"AB12CDE"}})});
  const auto matches = matcher.match(wavering_read(), kNow);
  ASSERT_THAT(matches, SizeIs(1));
  EXPECT_TRUE(matches[0].exact);
  EXPECT_THAT(matches[0].differs, IsEmpty());
  EXPECT_GT(matches[0].probability, 0.9) << "of the two that it may be, this one is wanted";
}

TEST(PossibleMatch, weighs_two_listed_marks_against_each_other) {
  TermedHotlist list = list_of({{"A812CDE"}, {"AB12CDE"}});
  list.terms.threshold = 0.3;
  const auto matches = HotlistMatcher({list}).match(wavering_read(), kNow);
  ASSERT_THAT(marks_of(matches), ElementsAre("AB12CDE", "A812CDE"));
  const double sum = matches[0].probability + matches[1].probability;
  EXPECT_LE(sum, 1);
  EXPECT_GT(sum, 0.9);
}

TEST(PossibleMatch, on_one_channel_does_not_depend_on_what_another_one_holds) {
  const TermedHotlist open = list_of({{"A812CDE"}});
  const TermedHotlist hidden = list_of({{"AB12CDE"}}, terms(Matching::possible, "restricted"));
  const auto alone = HotlistMatcher({open}).match(wavering_read(), kNow);
  const auto both = HotlistMatcher({open, hidden}).match(wavering_read(), kNow);
  ASSERT_THAT(alone, SizeIs(1));
  ASSERT_THAT(both, SizeIs(2));
  EXPECT_EQ(both[0].channel, "restricted") << "exact before possible";
  EXPECT_EQ(both[1].channel, "open");
  EXPECT_EQ(both[1].probability, alone[0].probability);
}

TEST(PossibleMatch, finds_a_character_missing_or_too_many) {
  const HotlistMatcher matcher({list_of({{"FE60NGG"}, {"EU13"}})});
  PlateText missing = made_read("E60NGG", 0.7);
  missing.candidates.push_back({"FE60NGG", 0.1});
  const auto one = matcher.match(missing, kNow);
  ASSERT_THAT(one, SizeIs(1));
  EXPECT_EQ(one[0].differs.at(0).read, "");
  EXPECT_EQ(one[0].differs.at(0).listed, "F");
  PlateText surplus = made_read("EU133", 0.7);
  surplus.characters[4].symbol = {};
  surplus.characters[4].symbol[3] = 0.5F;
  surplus.candidates.push_back({"EU13", 0.1});
  const auto other = matcher.match(surplus, kNow);
  ASSERT_THAT(other, SizeIs(1));
  EXPECT_EQ(other[0].entry.mark, "EU13");
}

TEST(PossibleMatch, finds_partial_marks_in_either_kind_of_list) {
  for (const Matching matching : {Matching::possible, Matching::exact}) {
    const HotlistMatcher matcher({list_of({{"AB?2???"}, {"*CDE"}, {"AC?2???"}}, terms(matching))});
    const auto matches = matcher.match(made_read("AB12CDE", 0.99), kNow);
    EXPECT_THAT(marks_of(matches), testing::UnorderedElementsAre("AB?2???", "*CDE"));
    for (const HotlistMatch& match : matches) {
      EXPECT_FALSE(match.exact) << "other vehicles bear such a mark, too";
      EXPECT_THAT(match.differs, IsEmpty());
      EXPECT_GT(match.probability, 0.9);
      EXPECT_LT(match.probability, 1);
    }
  }
}

TEST(PossibleMatch, respects_the_days_of_an_entry) {
  const sys_days today = year{2026} / 11 / 21;
  const HotlistMatcher matcher({list_of({{"A812CDE", today + days{1}, {}},
                                         {"A812CDE", {}, today - days{1}},
                                         {"AB?2*", today + days{1}, {}},
                                         {"AB12CDE", {}, today - days{1}}})});
  const WeighedMatches weighed = matcher.weigh(wavering_read(), kNow);
  EXPECT_THAT(weighed.alerting, IsEmpty());
  EXPECT_THAT(weighed.below, IsEmpty());
  const WeighedMatches tomorrow = matcher.weigh(wavering_read(), kNow + 24h);
  EXPECT_EQ(tomorrow.alerting.size() + tomorrow.below.size(), 2U);
}

TEST(PossibleMatch, of_an_entry_not_in_force_takes_nothing_from_the_others) {
  const sys_days today = year{2026} / 11 / 21;
  const auto alone = HotlistMatcher({list_of({{"A812CDE"}})}).match(wavering_read(), kNow);
  const HotlistMatcher with_weeded({list_of({{"A812CDE"}, {"AB12CDE", {}, today - days{1}}})});
  const auto beside = with_weeded.match(wavering_read(), kNow);
  ASSERT_THAT(beside, SizeIs(1));
  EXPECT_EQ(beside[0].probability, alone.at(0).probability);
}

TEST(PossibleMatch, never_rewrites_the_read) {
  const PlateText before = wavering_read();
  const PlateText read = before;
  const HotlistMatcher matcher({list_of({{"A812CDE"}})});
  EXPECT_THAT(matcher.match(read, kNow), SizeIs(1));
  EXPECT_EQ(read.mark, before.mark);
  EXPECT_EQ(read.confidence, before.confidence);
}

TEST(PossibleMatch, of_a_typed_mark_says_what_a_misread_would_make_of_it) {
  const HotlistMatcher matcher({list_of({{"AG12CDE"}, {"A612CDE"}, {"XY34ZZZ"}, {"AG*"}})});
  const WeighedMatches weighed = matcher.weigh(typed_read("ag12 cde"), kNow);
  EXPECT_THAT(marks_of(weighed.alerting), testing::UnorderedElementsAre("AG12CDE", "AG*"));
  const WeighedMatches misread = HotlistMatcher({list_of({{"AG12C0E"}})}).weigh(typed_read("AG12CDE"), kNow);
  EXPECT_THAT(misread.alerting, IsEmpty());
  EXPECT_THAT(marks_of(misread.below), ElementsAre("AG12C0E"));
}

}  // namespace
}  // namespace nightjar
