#include "processing/anpr/mark_consensus.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <numeric>

#include "tests/processing/anpr/scripted_reads.hpp"

namespace nightjar {
namespace {

using scripted::text;
using scripted::undecided;

TEST(MarkConsensus, gives_a_single_read_back_as_it_is) {
  const PlateText one = text("AB12CDE", 0.83);
  const PlateText said = mark_consensus({one});
  EXPECT_EQ(said.mark, "AB12CDE");
  EXPECT_DOUBLE_EQ(said.confidence, 0.83);
  EXPECT_EQ(said.characters.size(), 7U);
}

TEST(MarkConsensus, says_nothing_of_nothing) {
  EXPECT_EQ(mark_consensus({}).mark, "");
  EXPECT_EQ(mark_consensus({PlateText{}}).mark, "");
}

TEST(MarkConsensus, votes_a_misread_frame_out) {
  const PlateText said = mark_consensus({text("AB12CDE", 0.7), text("A812CDE", 0.6), text("AB12CDE", 0.7)});
  EXPECT_EQ(said.mark, "AB12CDE");
  EXPECT_GT(said.confidence, 0.7);
}

TEST(MarkConsensus, lets_two_undecided_reads_agree_on_what_neither_read) {
  // Each read is wrong in one character, a different one, and unsure of it.
  const PlateText said =
      mark_consensus({undecided("A812CDE", 0.5, 1, 'B', 0.45), undecided("AB12GDE", 0.5, 4, 'C', 0.45)});
  EXPECT_EQ(said.mark, "AB12CDE");
}

TEST(MarkConsensus, aligns_a_read_that_lost_a_character) {
  const PlateText said = mark_consensus({text("AB12CDE", 0.8), text("B12CDE", 0.5), text("AB12CDE", 0.8)});
  EXPECT_EQ(said.mark, "AB12CDE");
}

TEST(MarkConsensus, aligns_a_read_that_took_the_margin_for_a_one) {
  const PlateText said = mark_consensus({text("1AB12CDE", 0.5), text("AB12CDE", 0.6), text("AB12CDE", 0.6)});
  EXPECT_EQ(said.mark, "AB12CDE");
}

TEST(MarkConsensus, is_not_made_certain_by_copies_of_one_doubtful_read) {
  const std::vector<PlateText> copies(12, text("AB12CDE", 0.6));
  const PlateText said = mark_consensus(copies);
  EXPECT_EQ(said.mark, "AB12CDE");
  EXPECT_GT(said.confidence, 0.75);
  EXPECT_LE(said.confidence, 0.93);
}

TEST(MarkConsensus, becomes_surer_the_more_reads_agree_and_never_quite_certain) {
  double before = 0;
  for (std::size_t n = 1; n <= 10; ++n) {
    const double confidence = mark_consensus(std::vector<PlateText>(n, text("AB12CDE", 0.8))).confidence;
    EXPECT_GE(confidence, before - 1e-9) << n << " reads";
    EXPECT_LT(confidence, 0.97);
    before = confidence;
  }
}

TEST(MarkConsensus, becomes_unsure_when_the_reads_contradict_each_other) {
  const PlateText said = mark_consensus({text("AB12CDE", 0.9), text("A812CDE", 0.9)});
  EXPECT_LT(said.confidence, 0.65);
  ASSERT_GE(said.candidates.size(), 2U);
  EXPECT_THAT((std::vector<std::string>{said.candidates[0].mark, said.candidates[1].mark}),
              testing::UnorderedElementsAre("AB12CDE", "A812CDE"));
}

TEST(MarkConsensus, keeps_the_letter_o_and_the_digit_0_where_the_reads_wrote_them) {
  EXPECT_EQ(mark_consensus({text("WO10OOD", 0.7), text("WO10OOD", 0.8)}).mark, "WO10OOD");
  EXPECT_EQ(mark_consensus({text("AI11AII", 0.7), text("AI11AII", 0.8)}).mark, "AI11AII");
}

TEST(MarkConsensus, gives_a_probability_for_every_character_of_its_mark) {
  const PlateText said = mark_consensus({text("1AB12CDE", 0.5), text("AB12CDE", 0.6), text("AB12CD", 0.6)});
  ASSERT_EQ(said.characters.size(), said.mark.size());
  const std::string folded = folded_mark(said.mark);
  for (std::size_t i = 0; i < folded.size(); ++i) {
    const auto& symbol = said.characters[i].symbol;
    EXPECT_LE(std::accumulate(symbol.begin(), symbol.end(), 0.0), 1.0001);
    EXPECT_EQ(kMarkSymbols[static_cast<std::size_t>(std::max_element(symbol.begin(), symbol.end()) -
                                                    symbol.begin())],
              folded[i]);
  }
}

TEST(MarkConsensus, sums_its_candidates_to_no_more_than_one) {
  const PlateText said = mark_consensus({text("AB12CDE", 0.4), text("A812CDE", 0.4), text("AB12CDF", 0.3)});
  double sum = 0;
  for (const MarkCandidate& candidate : said.candidates) sum += candidate.probability;
  EXPECT_LE(sum, 1.0001);
  EXPECT_DOUBLE_EQ(said.confidence, said.candidates.front().probability);
}

TEST(MarkConsensus, passes_over_reads_without_characters) {
  EXPECT_EQ(mark_consensus({PlateText{}, text("AB12CDE", 0.8), PlateText{}}).mark, "AB12CDE");
}

TEST(MarkConsensus, does_not_believe_a_word_however_often_it_is_read) {
  const std::vector<PlateText> sign(6, text("FRESHEGGS", 0.99));
  EXPECT_LE(mark_consensus(sign).confidence, 0.5);
  MarkConsensusOptions any;
  any.most_for_words = 1;
  EXPECT_GT(mark_consensus(sign, any).confidence, 0.9);
}

TEST(MarkLikeness, counts_look_alikes_as_equal_and_strangers_as_strange) {
  EXPECT_DOUBLE_EQ(mark_likeness("AB12CDE", "A8I2C0E"), 1.0);
  EXPECT_LT(mark_likeness("AB12CDE", "XK57FPW"), 0.2);
  EXPECT_NEAR(mark_likeness("AB12CDE", "AB12CDF"), 6.0 / 7, 1e-9);
  EXPECT_NEAR(mark_likeness("AB12CDE", "B12CDE"), 6.0 / 7, 1e-9);
  EXPECT_DOUBLE_EQ(mark_likeness("AB12CDE", ""), 0.0);
}

}  // namespace
}  // namespace nightjar
