#include "tools/nightjar/folded_text.hpp"

#include <gtest/gtest.h>

namespace nightjar {
namespace {

TEST(FoldedText, leaves_what_fits_as_it_is) {
  EXPECT_EQ(folded("20:00:00Z  LIVE  here\n  [ AB12 CDE ]\n", 21), "20:00:00Z  LIVE  here\n  [ AB12 CDE ]\n");
}

TEST(FoldedText, breaks_at_spaces_and_goes_on_further_in) {
  EXPECT_EQ(folded("20:00:00Z  AMENDED  person, SU 45704 22490\n", 26),
            "20:00:00Z  AMENDED\n    person, SU 45704 22490\n");
  EXPECT_EQ(folded("  one two three four five six\n", 20), "  one two three four\n      five six\n");
}

TEST(FoldedText, counts_characters_and_no_colours) {
  EXPECT_EQ(folded("\x1b[1;97;41mALARM\x1b[0m ±±±±±±±±±±±±±±", 20),
            "\x1b[1;97;41mALARM\x1b[0m ±±±±±±±±±±±±±±");
  EXPECT_EQ(folded("\x1b[1mALARM\x1b[0m ±±±±±±±±±±±±±±±", 20), "\x1b[1mALARM\x1b[0m\n    ±±±±±±±±±±±±±±±");
}

TEST(FoldedText, keeps_words_whole_that_no_line_holds) {
  EXPECT_EQ(folded("a 0123456789012345678901234 b\n\n", 20), "a\n    0123456789012345678901234\n    b\n\n");
}

TEST(FoldedText, is_as_it_was_where_there_is_no_terminal_or_next_to_no_room) {
  const std::string line = "one two three four five six seven eight";
  EXPECT_EQ(folded(line, 0), line);
  EXPECT_EQ(folded(line, 19), line);
}

}  // namespace
}  // namespace nightjar
