#include "tools/nightjar/bench_command.hpp"

#include <gmock/gmock.h>
#include <sched.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <string>

#include "tests/tools/nightjar/command_run.hpp"
#include "tests/tools/nightjar/made_site.hpp"
#include "tools/simulate/video_writer.hpp"

namespace nightjar {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::HasSubstr;

CommandRun bench(const std::string& line) {
  return run_command(add_bench_command, "bench " + line);
}

/// A folder of its own, gone with the test.
class BenchCommand : public testing::Test {
 protected:
  BenchCommand() {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~BenchCommand() override { fs::remove_all(folder_); }

  /// A field at night, one warm body in it, in 16 bits.
  std::string thermal_video(int frames) {
    const fs::path file = folder_ / "field.mkv";
    VideoWriter writer(file, {.fps = 10});
    for (int i = 0; i < frames; ++i) {
      cv::Mat levels(256, 320, CV_16UC1);
      cv::RNG(static_cast<std::uint64_t>(i) + 1).fill(levels, cv::RNG::NORMAL, 8000, 12);
      cv::ellipse(levels, {160, 120}, {6, 11}, 20, 0, 360, cv::Scalar(8600), cv::FILLED);
      cv::GaussianBlur(levels, levels, {5, 5}, 1);
      writer.write(levels);
    }
    writer.finish();
    return file.string();
  }
  std::string put(const std::string& name, const std::string& words) {
    std::ofstream(folder_ / name) << words;
    return (folder_ / name).string();
  }

  fs::path folder_ =
      fs::path(testing::TempDir()) /
      (std::string("nightjar-bench-") + testing::UnitTest::GetInstance()->current_test_info()->name());
};

/// The parts of one round make the whole: nothing is counted twice, nothing is left out.
void expect_balance(const json& sheet) {
  double stages = 0;
  for (const json& stage : sheet["stages"]) {
    EXPECT_GE(stage["ms"], 0);
    stages += stage["ms"].get<double>();
  }
  const double chain = sheet["chain"]["ms"];
  const double decoding = sheet["decoding"]["ms"];
  EXPECT_GT(decoding, 0);
  EXPECT_GT(stages, 0);
  EXPECT_GE(sheet["rest"]["ms"], -0.001);
  EXPECT_NEAR(stages + sheet["rest"]["ms"].get<double>(), chain, 0.001);
  EXPECT_LE(chain, sheet["whole"]["ms"].get<double>() + 0.001);
  EXPECT_NEAR(sheet["chain"]["ratio"], chain / decoding, 0.001 + 0.01 * chain / decoding);
  EXPECT_EQ(sheet["decoding"]["ratio"], 1);
}

TEST_F(BenchCommand, balances_the_plate_chain_on_pictures_of_a_road) {
  const MadeSite site("bench-road");
  const CommandRun run = bench("anpr " + site.file("road").string() + " --fps 5 --rounds 1 --json");
  ASSERT_EQ(run.exit_code, 0) << run.err;
  const json sheet = json::parse(run.out);
  EXPECT_EQ(sheet["kind"], "anpr");
  EXPECT_EQ(sheet["frames"], 11) << "twelve pictures, the first not counted";
  EXPECT_NEAR(sheet["megapixels"], 1280 * 720 * 1e-6, 1e-9);
  EXPECT_TRUE(sheet["stages"].contains("detect"));
  EXPECT_TRUE(sheet["stages"].contains("read"));
  EXPECT_EQ(sheet["outcomes"]["passes begun"], 1) << "the chain does its work, not only its time is taken";
  EXPECT_EQ(sheet["outcomes"]["passes open"], 0);
  expect_balance(sheet);
}

TEST_F(BenchCommand, balances_the_heat_chain_on_a_video_of_sixteen_bits) {
  const CommandRun run = bench("thermal " + thermal_video(12) + " --rounds 1 --json");
  ASSERT_EQ(run.exit_code, 0) << run.err;
  const json sheet = json::parse(run.out);
  EXPECT_EQ(sheet["kind"], "thermal");
  EXPECT_EQ(sheet["frames"], 11);
  EXPECT_TRUE(sheet["stages"].contains("detect"));
  EXPECT_TRUE(sheet["stages"].contains("track"));
  EXPECT_EQ(sheet["stages"]["detect"]["calls_a_frame"], 1);
  expect_balance(sheet);
}

TEST_F(BenchCommand, takes_stills_as_read_takes_them) {
  const MadeSite site("bench-stills");
  const CommandRun run =
      bench("anpr --stills " + site.file("road").string() + " --rounds 1 --seconds 0.2 --json");
  ASSERT_EQ(run.exit_code, 0) << run.err;
  const json sheet = json::parse(run.out);
  EXPECT_EQ(sheet["kind"], "stills");
  EXPECT_EQ(sheet["frames"], 5) << "25 pictures a second of their own time, so six in a fifth of a second";
  EXPECT_GE(sheet["outcomes"]["plates read"], 5);
  expect_balance(sheet);
}

TEST_F(BenchCommand, prints_a_table_that_says_what_was_measured_where) {
  const CommandRun run = bench("thermal " + thermal_video(8) + " --rounds 2 --seconds 0.5");
  ASSERT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("field.mkv: 320 x 256, 5 frames in each of 2 rounds"));
  for (const char* words : {"one core", "one decoder thread", "decoding alone", "detect", "track",
                            "whole chain", "decoding and chain", "x decoding"})
    EXPECT_THAT(run.out, HasSubstr(words));
}

TEST_F(BenchCommand, leaves_the_thread_free_to_run_on_every_core_again) {
  cpu_set_t before;
  cpu_set_t after;
  sched_getaffinity(0, sizeof before, &before);
  EXPECT_EQ(bench("thermal " + thermal_video(4) + " --rounds 1").exit_code, 0);
  sched_getaffinity(0, sizeof after, &after);
  EXPECT_NE(CPU_EQUAL(&before, &after), 0);
}

TEST_F(BenchCommand, refuses_what_it_cannot_measure_with_one_line) {
  const std::string thermal = thermal_video(3);
  const std::string words = put("words.mp4", "no video at all\n");
  cv::imwrite((folder_ / "alone0001.png").string(), cv::Mat(48, 64, CV_8UC1, cv::Scalar(9)));
  const struct {
    std::string line;
    std::string why;
  } cases[] = {
      {"anpr " + (folder_ / "gone.mp4").string(), "gone.mp4: there is no such file or folder"},
      {"thermal " + words, "words.mp4"},
      {"anpr " + thermal, "field.mkv: pictures of 16 bits, expected 8"},
      {"anpr " + folder_.string(), "one frame, expected two or more"},
      {"anpr --stills " + thermal, "expected a folder of pictures"},
      {"anpr " + thermal + " --rounds 0", ""},
      {"anpr " + thermal + " --seconds -1", ""},
      {"thermal " + thermal + " --stills", ""},
      {"", ""},
  };
  for (const auto& [line, why] : cases) {
    const CommandRun run = bench(line);
    EXPECT_EQ(run.exit_code, 2) << line;
    EXPECT_EQ(run.out, "") << line;
    EXPECT_THAT(run.err, HasSubstr(why)) << line;
    const bool ours = !why.empty();  // the others are the command line's own
    EXPECT_TRUE(!ours || std::count(run.err.begin(), run.err.end(), '\n') == 1) << run.err;
  }
}

}  // namespace
}  // namespace nightjar
