#include <gmock/gmock.h>

#include "tests/tools/nightjar/command_run.hpp"
#include "tests/tools/score/score_case.hpp"

namespace nightjar {
namespace {

using testing::HasSubstr;
using testing::Not;
using ScoreText = ScoreCase;

TEST_F(ScoreText, shows_the_figures_and_every_kind_of_error) {
  const MadeDay day = made_day(100);
  EXPECT_EQ(score(day.records, day.truth, false), 0);
  EXPECT_THAT(out_, HasSubstr("Footage: lane drawn"));
  EXPECT_THAT(out_, HasSubstr("captured                              98 of 100    98.0 %    93.0 to 99.4 %"));
  EXPECT_THAT(out_, HasSubstr("read correctly                        96 of 100    96.0 %    90.2 to 98.4 %"));
  EXPECT_THAT(out_, HasSubstr("All sums balance."));
  EXPECT_THAT(out_, HasSubstr("Passes misread: 2"));
  EXPECT_THAT(out_, HasSubstr("Listed vehicles missed: 1"));
  EXPECT_THAT(out_, Not(HasSubstr("\x1b")));
}

TEST_F(ScoreText, lists_the_first_errors_and_counts_the_rest) {
  std::string truth;
  for (int i = 0; i < 20; ++i)
    truth += plate_line(numbered_mark(static_cast<std::size_t>(i)), 10 * i, 10 * i + 2);
  score(pass_line("TR33", 500, 502), truth, false);
  EXPECT_THAT(out_, HasSubstr("Passes not read: 20"));
  EXPECT_THAT(out_, HasSubstr("… and 12 more: --json and --html list them all"));
}

TEST_F(ScoreText, keeps_what_divides_into_many_classes_short) {
  score(pass_line("AB51CDE", 1, 3) + track_line("1", 51, -1),
        plate_line("AB51CDE", 1, 3, R"(,"weather":"fog","style":"tinted","lines":1)") +
            plate_line("AB52CDE", 5, 7, R"(,"weather":"fog","style":"\u001b[2J","lines":2)") +
            heat_line("a", 51, -1, R"(,"posture":"sitting","visible_share":0.5)") +
            heat_line("b", 51.1, -1, R"(,"posture":"lying","visible_share":0.9)"),
        false);
  EXPECT_THAT(out_, HasSubstr("weather: fog "));
  EXPECT_THAT(out_, HasSubstr("\n  Correct by lines: 1 line 1 of 1, 2 lines 0 of 1.\n"));
  EXPECT_THAT(out_, HasSubstr("tinted 1 of 1"));
  EXPECT_THAT(out_, HasSubstr("\n  Found by posture: sitting 1 of 1, lying 0 of 1.\n"));
  EXPECT_THAT(out_,
              HasSubstr("\n  Found by the part that showed: 40 to 59 % 1 of 1, 80 % and more 0 of 1.\n"));
  EXPECT_THAT(out_, Not(HasSubstr("\x1b")));
}

TEST_F(ScoreText, lets_no_text_of_the_files_move_the_cursor) {
  score(pass_line("AB51CDF", 1, 3), plate_line("AB51CDE", 1, 3, R"(,"light":"\u001b[2Jday")"), false);
  EXPECT_THAT(out_, HasSubstr("light:  [2Jday"));
  EXPECT_THAT(out_, Not(HasSubstr("\x1b")));
}

TEST_F(ScoreText, is_the_commands_answer) {
  const std::string records = put("r.jsonl", pass_line("AB51CDE", 1, 3)),
                    truth = put("t.jsonl", plate_line("AB51CDE", 1, 3));
  const CommandRun run = run_command(add_score_command, "score " + records + " " + truth);
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_THAT(run.out, HasSubstr("No errors."));
  EXPECT_EQ(run_command(add_score_command, "score " + records).exit_code, 2);
  EXPECT_EQ(run_command(add_score_command, "score " + records + " " + truth + " --radius 0").exit_code, 2);
}

}  // namespace
}  // namespace nightjar
