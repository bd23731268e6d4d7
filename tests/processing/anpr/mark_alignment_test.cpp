#include "processing/anpr/mark_alignment.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <numeric>
#include <string>

#include "tests/processing/anpr/scripted_reads.hpp"

namespace nightjar {
namespace {

using scripted::text;

/// The likeliest symbol of each place, '-' where most probably nothing stands.
std::string likeliest(const MarkAlignment& alignment) {
  std::string likeliest;
  for (const MarkPlace& place : alignment.places(1)) {
    const auto at = static_cast<std::size_t>(std::max_element(place.begin(), place.end()) - place.begin());
    likeliest += at == kNothing ? '-' : kMarkSymbols[at];
  }
  return likeliest;
}

MarkAlignment aligned(const std::vector<PlateText>& reads) {
  MarkAlignment alignment(0.0005);
  for (const PlateText& read : reads) alignment.add(read, 1);
  return alignment;
}

TEST(MarkAlignment, has_no_places_before_the_first_read) {
  EXPECT_TRUE(MarkAlignment(0.0005).places(1).empty());
  EXPECT_TRUE(MarkAlignment(0.0005).letters().empty());
}

TEST(MarkAlignment, opens_a_place_for_a_character_that_earlier_reads_lack) {
  EXPECT_EQ(likeliest(aligned({text("B12CDE", 0.5), text("AB12CDE", 0.9)})).size(), 7U);
  EXPECT_EQ(likeliest(aligned({text("AB12CDE", 0.9), text("AB12CDE", 0.9), text("1AB12CDE", 0.5)})),
            "-AB12CDE");
}

TEST(MarkAlignment, keeps_the_place_of_a_character_that_a_later_read_lacks) {
  EXPECT_EQ(likeliest(aligned({text("AB12CDE", 0.9), text("AB12CDE", 0.9), text("AB12DE", 0.5)})), "AB12CDE");
}

TEST(MarkAlignment, gives_probabilities_that_sum_to_one_at_every_place) {
  for (const MarkPlace& place : aligned({text("AB12CDE", 0.6), text("A812CD", 0.7)}).places(1.7))
    EXPECT_NEAR(std::accumulate(place.begin(), place.end(), 0.0), 1, 1e-9);
}

TEST(MarkAlignment, remembers_where_most_reads_wrote_a_letter) {
  EXPECT_THAT(aligned({text("AO0", 0.9), text("AO0", 0.9), text("A00", 0.9)}).letters(),
              testing::ElementsAre(false, true, false));
}

}  // namespace
}  // namespace nightjar
