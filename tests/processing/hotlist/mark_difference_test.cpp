#include "processing/hotlist/mark_difference.hpp"

#include <gtest/gtest.h>

namespace nightjar {
namespace {

std::string differences(std::string_view read, std::string_view listed) {
  std::string text;
  for (const MarkDifference& difference : mark_differences(read, listed)) {
    text += std::to_string(difference.position) + (difference.read.empty() ? "-" : difference.read) +
            (difference.listed.empty() ? "-" : difference.listed) + " ";
  }
  return text;
}

TEST(MarkDifferences, name_place_and_both_characters) {
  EXPECT_EQ(differences("AB12CDE", "AB12CDE"), "");
  EXPECT_EQ(differences("AB12CDE", "A812CDF"), "1B8 6EF ");
  EXPECT_EQ(differences("0I2ABC", "O12ABC"), "") << "one glyph each";
}

TEST(MarkDifferences, show_a_character_that_one_of_them_lacks) {
  EXPECT_EQ(differences("AB2CDE", "AB12CDE"), "2-1 ");
  EXPECT_EQ(differences("AB12CDE1", "AB12CDE"), "71- ");
  EXPECT_EQ(differences("E60NGG", "FE60NGG"), "0-F ");
  EXPECT_EQ(differences("", "AB"), "0-A 0-B ");
}

TEST(MarkDifferences, are_none_where_a_partial_mark_is_open) {
  EXPECT_EQ(differences("AB12CDE", "AB?2???"), "");
  EXPECT_EQ(differences("AB12CDE", "A8?2*"), "1B8 ");
  EXPECT_EQ(differences("AB12CDE", "*DF"), "6EF ");
  EXPECT_EQ(differences("AB12CDE", "*2*C*D*E*"), "");
}

}  // namespace
}  // namespace nightjar
