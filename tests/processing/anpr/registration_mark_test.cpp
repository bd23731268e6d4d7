#include "processing/anpr/registration_mark.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace nightjar {
namespace {

struct Written {
  std::string mark;
  MarkForm form;
  std::string displayed;
};

TEST(RegistrationMark, knows_the_forms_of_british_marks_and_their_spaces) {
  const std::vector<Written> table = {
      {"AB12CDE", MarkForm::current, "AB12 CDE"},
      {"ZA76ZZZ", MarkForm::current, "ZA76 ZZZ"},
      {"LO51 OOO", MarkForm::current, "LO51 OOO"},
      {"A123BCD", MarkForm::prefix, "A123 BCD"},
      {"Q1ABC", MarkForm::prefix, "Q1 ABC"},
      {"WOR516K", MarkForm::suffix, "WOR 516K"},
      {"ABC1Y", MarkForm::suffix, "ABC 1Y"},
      {"1ABC", MarkForm::dateless, "1 ABC"},
      {"ABC123", MarkForm::dateless, "ABC 123"},
      {"AB1234", MarkForm::dateless, "AB 1234"},
      {"1234AB", MarkForm::dateless, "1234 AB"},
      {"J98257", MarkForm::other, "J98257"},  // Jersey
      {"AIZ1234", MarkForm::northern_ireland, "AIZ 1234"},
      {"OXZ99", MarkForm::northern_ireland, "OXZ 99"},
      {"AZ1234", MarkForm::northern_ireland, "AZ 1234"},
      {"123D456", MarkForm::diplomatic, "123 D 456"},
      {"204X001", MarkForm::diplomatic, "204 X 001"},
      {"RK755AJ", MarkForm::other, "RK755AJ"},  // Slovakia
      {"NODDY1", MarkForm::other, "NODDY1"},
      {"", MarkForm::other, ""},
  };
  for (const Written& row : table) {
    EXPECT_EQ(form_of(row.mark), row.form) << row.mark;
    EXPECT_EQ(displayed_mark(row.mark), row.displayed) << row.mark;
    EXPECT_EQ(restored_mark(row.mark), bare_mark(row.displayed)) << row.mark;
  }
}

TEST(RegistrationMark, restores_the_letters_that_look_like_digits_where_the_form_asks_for_letters) {
  EXPECT_EQ(displayed_mark("L0510V1"), "L0510V1") << "no I in a current mark, so none is made";
  EXPECT_EQ(displayed_mark("AR020NR"), "AR02 ONR");
  EXPECT_EQ(displayed_mark("L0510VY"), "LO51 OVY");
  EXPECT_EQ(displayed_mark("ABI2CDE"), "AB12 CDE");
  EXPECT_EQ(displayed_mark("ABO2CDE"), "AB02 CDE");
  EXPECT_EQ(displayed_mark("W0R516K"), "WOR 516K");
  EXPECT_EQ(displayed_mark("A1Z1234"), "AIZ 1234");
  EXPECT_EQ(displayed_mark("O123ABC"), "O123ABC") << "no prefix O, and a number never starts with 0";
}

TEST(RegistrationMark, refuses_age_numbers_that_were_never_issued) {
  for (const char* mark : {"AB00CDE", "AB01CDE", "AB50CDE"})
    EXPECT_NE(form_of(mark), MarkForm::current) << mark;
  EXPECT_EQ(form_of("AB02CDE"), MarkForm::current);
  EXPECT_EQ(form_of("AB51CDE"), MarkForm::current);
}

TEST(RegistrationMark, restoring_twice_changes_nothing_more_and_never_changes_the_key) {
  for (const char* mark : {"AR020NR", "W0R516K", "A1Z1234", "1T43213", "0O01I1", "X", "123D456"}) {
    const std::string once = restored_mark(mark);
    EXPECT_EQ(restored_mark(once), once) << mark;
    EXPECT_EQ(folded_mark(once), folded_mark(mark)) << mark;
  }
}

TEST(RegistrationMark, takes_marks_as_people_write_them) {
  EXPECT_EQ(bare_mark("ab12 cde"), "AB12CDE");
  EXPECT_EQ(bare_mark("RK-755.AJ"), "RK755AJ");
  EXPECT_EQ(bare_mark("A?1"), "A?1");
  EXPECT_EQ(folded_mark("oi 10"), "0110");
}

TEST(RegistrationMark, tells_what_may_be_a_word_from_a_mark) {
  for (const char* word : {"FRESHEGGS", "FARMSALE", "RP"}) EXPECT_TRUE(may_be_word(word)) << word;
  for (const char* mark :
       {"AB12CDE", "AB10CDE", "LM298A1", "172K31150", "A1", "AB01CDE", "KE55LER", "N0DDY1"})
    EXPECT_FALSE(may_be_word(mark)) << mark;
}

TEST(RegistrationMark, says_where_the_known_forms_of_a_size_have_letters) {
  EXPECT_THAT(letter_patterns(7), testing::IsSupersetOf({0b1110011, 0b1110001, 0b1000111, 0b0001000}));
  EXPECT_EQ(letter_patterns(7).size(), 5U) << "and three letters before four digits";
  EXPECT_TRUE(letter_patterns(8).empty());
  EXPECT_TRUE(letter_patterns(1000).empty());
}

}  // namespace
}  // namespace nightjar
