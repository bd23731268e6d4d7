#include "processing/hotlist/mark_belief.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <map>

#include "tests/processing/hotlist/made_reads.hpp"

namespace nightjar {
namespace {

double belief_in(const PlateText& read, std::string_view mark) {
  return MarkBelief(read).probability_of(mark_key(mark).value());
}

TEST(MarkBelief, believes_the_read_mark_as_much_as_the_reader_does) {
  MarkBeliefOptions plain;
  plain.slope = 1;
  plain.offset = 0;
  const MarkBelief belief(made_read("AB12CDE", 0.93), plain);
  EXPECT_NEAR(belief.probability_of(mark_key("AB12CDE").value()), 0.93, 1e-9);
  EXPECT_NEAR(belief.probability_of(mark_key("ABI2CDE").value()), 0.93, 1e-9) << "I is 1";
}

TEST(MarkBelief, believes_a_substitution_by_what_was_seen_there) {
  PlateText read = made_read("AB12CDE", 0.6);
  make_doubtful(read, 1, '8', 0.35F);
  EXPECT_GT(belief_in(read, "A812CDE"), 0.1);
  EXPECT_LT(belief_in(read, "AB12C0E"), 0.03) << "D was seen clearly";
  EXPECT_LT(belief_in(read, "AX12CDE"), 0.01);
  EXPECT_GT(belief_in(read, "AX12CDE"), 0) << "nothing is impossible";
}

TEST(MarkBelief, knows_the_readers_habits_where_it_saw_nothing) {
  const PlateText read = made_read("AG12CDE", 0.9, 1.0);
  EXPECT_GT(belief_in(read, "A612CDE"), 3 * belief_in(read, "AG12CDH")) << "6 is often read as G";
  PlateText typed;
  typed.mark = "AG12CDE";
  typed.confidence = 0.9;
  EXPECT_GT(belief_in(typed, "A612CDE"), 3 * belief_in(typed, "AG12CDH"));
}

TEST(MarkBelief, believes_a_missing_and_a_surplus_character) {
  PlateText read = made_read("AB12CDE", 0.7);
  read.characters[3].symbol = {};
  read.characters[3].symbol[kMarkSymbols.find('2')] = 0.6F;
  EXPECT_GT(belief_in(read, "AB1CDE"), 10 * belief_in(read, "A12CDE")) << "the 2 may be none";
  EXPECT_GT(belief_in(read, "AB12CDE1"), 5 * belief_in(read, "AB12CDEX")) << "a 1 at an end goes missing";
  EXPECT_GT(belief_in(read, "AB123CDE"), 0);
  EXPECT_EQ(belief_in(read, "AB1"), 0) << "three characters too many";
}

TEST(MarkBelief, knows_that_marks_of_no_known_form_are_rare) {
  MarkBeliefOptions any_form;
  any_form.formless = 1;
  const auto gains = [&](const PlateText& read, const char* mark) {
    const std::uint64_t key = mark_key(mark).value();
    return MarkBelief(read).probability_of(key) / MarkBelief(read, any_form).probability_of(key);
  };
  const PlateText known = made_read("AB62CDE", 0.9, 1.0);
  EXPECT_GT(gains(known, "AB52CDE"), 1.1) << "AB G2 CDE takes nothing from it";
  const PlateText rare = made_read("VYQ5TDY", 0.9, 1.0);
  EXPECT_GT(gains(rare, "VY05TDY"), 1.1);
}

TEST(MarkBelief, believes_no_mark_more_than_the_read_leaves_over) {
  PlateText read = made_read("ABGGCDE", 0.3);  // one substitution makes no known form, two do
  make_doubtful(read, 2, '6', 0.48F);
  make_doubtful(read, 3, '6', 0.48F);
  EXPECT_GT(belief_in(read, "AB66CDE"), 0.1);
  EXPECT_LE(belief_in(read, "AB66CDE"), 1 - MarkBelief::confidence_of(read));
}

TEST(MarkBelief, trusts_the_readers_other_candidates) {
  PlateText read = made_read("R710YD", 0.5);
  read.candidates.push_back({"GR71OYD", 0.4});
  EXPECT_GT(belief_in(read, "GR71OYD"), 0.2);
  EXPECT_LT(belief_in(read, "GR70DYD"), 0.01);
}

TEST(MarkBelief, gives_no_more_than_one_to_all_marks_together) {
  std::mt19937 random(5);
  for (int i = 0; i < 30; ++i) {
    const PlateText read = random_read(random, "A1B2");
    MarkBeliefOptions any_form;
    any_form.formless = 1;
    const MarkBelief belief(read, any_form);
    std::vector<LikelyMark> others;
    belief.other_marks(1e-7, others);
    double sum = belief.probability_of(mark_key(read.mark).value());
    for (const LikelyMark& other : others) sum += other.probability;
    EXPECT_LE(sum, 1.0001);
    EXPECT_GT(sum, 0.5);
  }
}

/// Every mark of one to four symbols of a small alphabet.
std::vector<std::string> small_marks() {
  std::vector<std::string> marks{""};
  for (std::size_t begin = 0, round = 0; round < 4; ++round) {
    const std::size_t end = marks.size();
    for (std::size_t i = begin; i < end; ++i)
      for (const char symbol : std::string_view("08BD1")) marks.push_back(marks[i] + symbol);
    begin = end;
  }
  marks.erase(marks.begin());
  return marks;
}

TEST(MarkBelief, spells_exactly_the_marks_that_are_likely_enough) {
  std::mt19937 random(6);
  const std::vector<std::string> marks = small_marks();
  std::size_t found = 0;
  for (int i = 0; i < 300; ++i) {
    PlateText read = random_read(random, marks[random() % marks.size()]);
    const MarkBelief belief(read);
    const double least = 0.0003 * (1 + static_cast<double>(random() % 100));
    std::vector<LikelyMark> others;
    belief.other_marks(least, others);
    std::map<std::uint64_t, double> spelt;
    for (const LikelyMark& other : others) {
      EXPECT_TRUE(spelt.emplace(other.key, other.probability).second) << "each mark once";
      EXPECT_GE(other.probability, least);
      EXPECT_EQ(other.probability, belief.probability_of(other.key));
    }
    found += spelt.size();
    for (const std::string& mark : marks) {
      const std::uint64_t key = mark_key(mark).value();
      if (key == mark_key(read.mark).value()) continue;
      const double probability = belief.probability_of(key);
      if (probability > least * (1 + 1e-9)) {
        EXPECT_EQ(spelt.count(key), 1U) << read.mark << " " << mark;
      }
    }
  }
  EXPECT_GT(found, 500U);
}

TEST(MarkBelief, sums_over_what_a_partial_mark_leaves_open) {
  std::mt19937 random(7);
  for (int i = 0; i < 10; ++i) {
    const PlateText read = random_read(random, "B8D");
    MarkBeliefOptions any_form;
    any_form.formless = 1;
    const MarkBelief belief(read, any_form);
    std::vector<LikelyMark> others;
    belief.other_marks(1e-7, others);
    for (const char* pattern : {"B8D", "B?D", "B*D", "*8D", "BB*", "?8D?", "B8", "B8*"}) {
      const PartialMark partial(pattern);
      double sum = partial.fits("B8D") ? belief.probability_of(mark_key("B8D").value()) : 0;
      for (const LikelyMark& other : others)
        sum += partial.fits(unpacked_mark(other.key)) ? other.probability : 0;
      // Marks with two equal neighbours can be spelt in two ways, which a sum counts and a best does not; and
      // the many least likely marks are left out here.
      EXPECT_NEAR(belief.probability_of(partial), sum, 0.02 + 0.02 * sum) << pattern;
      EXPECT_GE(belief.probability_of(partial), sum - 1e-6) << pattern;
    }
  }
}

TEST(MarkBelief, knows_which_characters_a_likely_mark_may_hold) {
  std::mt19937 random(8);
  for (int i = 0; i < 100; ++i) {
    const PlateText read = random_read(random, "AB12CD");
    const MarkBelief belief(read);
    const double least = 0.002 * (1 + static_cast<double>(random() % 20));
    const std::uint64_t known = belief.likely_symbols(least);
    for (const char* pattern : {"AB12CX", "A?12Y*", "8B12CD", "AB12CDZ", "?B*7*"}) {
      const PartialMark partial(pattern);
      if ((partial.symbols() & ~known) != 0) {
        EXPECT_LT(belief.probability_of(partial), least) << pattern;
      }
    }
  }
}

TEST(MarkBelief, believes_nothing_where_nothing_was_read) {
  for (const char* mark : {"", "AB12CDEFGHIJK", "AB-?"}) {
    PlateText read;
    read.mark = mark;
    read.confidence = 0.9;
    const MarkBelief belief(read);
    EXPECT_EQ(belief.probability_of(mark_key("AB12CDE").value()), 0);
    EXPECT_EQ(belief.probability_of(PartialMark("AB*")), 0);
    std::vector<LikelyMark> others;
    belief.other_marks(1e-6, others);
    EXPECT_TRUE(others.empty());
  }
}

TEST(MarkBelief, survives_probabilities_that_are_none) {
  PlateText read = made_read("AB12CDE", 1.0, 1.0);
  read.candidates.push_back({"AB12CDF", -1});
  read.candidates.push_back({"AB12CDG", std::numeric_limits<double>::quiet_NaN()});
  read.characters[0].symbol[3] = std::numeric_limits<float>::quiet_NaN();
  read.characters[1].symbol = {};
  const MarkBelief belief(read);
  const double probability = belief.probability_of(mark_key("AB12CDE").value());
  EXPECT_GT(probability, 0.99);
  EXPECT_LT(probability, 1);
  EXPECT_GE(belief.probability_of(mark_key("XB12CDE").value()), 0);
}

}  // namespace
}  // namespace nightjar
