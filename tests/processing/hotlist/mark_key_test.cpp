#include "processing/hotlist/mark_key.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "processing/anpr/mark_shape.hpp"
#include "processing/anpr/registration_mark.hpp"

namespace nightjar {
namespace {

std::string random_mark(std::mt19937& random, std::string_view symbols) {
  std::string mark;
  const std::size_t length = 1 + random() % kLongestMark;
  while (mark.size() < length) mark.push_back(symbols[random() % symbols.size()]);
  return mark;
}

TEST(MarkKey, is_the_packed_folded_mark) {
  std::mt19937 random(7);
  const std::string symbols = std::string(kMarkSymbols) + "abcoi -.";
  for (int i = 0; i < 20000; ++i) {
    const std::string mark = random_mark(random, symbols);
    EXPECT_EQ(mark_key(mark), packed_mark(folded_mark(mark))) << mark;
  }
}

TEST(MarkKey, unpacks_to_the_same_mark) {
  std::mt19937 random(8);
  for (int i = 0; i < 20000; ++i) {
    const std::string mark = random_mark(random, kMarkSymbols);
    EXPECT_EQ(unpacked_mark(packed_mark(mark).value()), mark);
  }
  EXPECT_EQ(unpacked_mark(packed_mark("ZZZZZZZZZZZZ").value()), "ZZZZZZZZZZZZ");
}

TEST(MarkKey, tells_different_marks_apart) {
  const std::set<std::uint64_t> keys{*mark_key("0"),       *mark_key("00"),    *mark_key("A0"),
                                     *mark_key("0A"),      *mark_key("A"),     *mark_key("AB12CDE"),
                                     *mark_key("A812CDE"), *mark_key("AB12CD")};
  EXPECT_EQ(keys.size(), 8U);
}

TEST(MarkKey, is_none_of_what_no_plate_bears) {
  for (const char* mark : {"", " - ", "AAAAAAAAAAAAA", "AB?2", "M\xC3\x9C", "AB12\n", "AB_1"}) {
    EXPECT_FALSE(mark_key(mark)) << mark;
  }
  EXPECT_TRUE(mark_key("AAAAAAAAAAAA"));
  EXPECT_TRUE(mark_key("a a.a-a a a a a a a a a")) << "what is skipped does not count";
}

TEST(MarkShape, knows_the_forms_of_folded_marks) {
  for (const char* mark : {"AB12CDE", "0011000", "VY05TDY", "A123BCD", "ABC123D", "101D234", "AAA1234", "A1",
                           "1234AB", "Q123ABC", "ABI1234"})
    EXPECT_TRUE(shape_of(mark).is_known()) << mark;
  for (const char* mark : {"VYQ5TDY", "A812CDE4", "AG6", "AB1CDEF", "12ABC34", "AQ12CDE", "", "ABCDEFG"})
    EXPECT_EQ(shape_of(mark).is_known(), std::string_view(mark) == "AG6") << mark;
}

TEST(MarkShape, of_a_mark_with_a_character_more_or_less_is_that_of_the_other_mark) {
  const MarkShape shape = shape_of("AB2CDE");
  EXPECT_FALSE(shape.is_known());
  EXPECT_TRUE(shape.with(2, '1').is_known());
  EXPECT_TRUE(shape.with(3, '7').is_known());
  EXPECT_FALSE(shape.with(0, '7').is_known());
  EXPECT_TRUE(shape.without(1).is_known()) << "A2 CDE";
  const MarkShape put = shape.with(6, 'Q');
  EXPECT_EQ(put.letters, shape_of("AB2CDEQ").letters);
  EXPECT_EQ(put.digits, shape_of("AB2CDEQ").digits);
}

}  // namespace
}  // namespace nightjar
