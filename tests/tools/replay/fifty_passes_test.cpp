#include <fmt/format.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/tools/nightjar/command_run.hpp"
#include "tools/nightjar/replay_command.hpp"
#include "tools/nightjar/score_command.hpp"
#include "tools/simulate/footage.hpp"

namespace nightjar {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// The whole chain on drawn traffic in every light and weather. The floors lie below what it does today, so
/// that what breaks the chain is seen; they are regression, no evidence: docs/tuning.md has the figures.
TEST(FiftyPasses, are_drawn_replayed_and_scored_with_every_frame_accounted_for) {
  const fs::path folder = fs::temp_directory_path() / "nightjar-fifty-passes";
  fs::remove_all(folder);
  FootageOptions footage;
  footage.seed = 5;
  footage.passes = 50;
  footage.mixed_light = footage.mixed_weather = true;
  footage.drone = false;
  FootageProgress progress;
  ASSERT_TRUE(write_footage(folder, footage, progress, {}));
  const std::string records = (folder / "r.jsonl").string();
  const CommandRun replayed =
      run_command(add_replay_command, "replay " + (folder / "site.toml").string() + " --out " + records);
  ASSERT_EQ(replayed.exit_code, 0) << replayed.err;
  const CommandRun scored = run_command(
      add_score_command, "score " + records + " " + (folder / "TRUTH.jsonl").string() + " --json");
  ASSERT_EQ(scored.exit_code, 0) << "the sums balance; " << scored.err;
  const json figures = json::parse(scored.out);
  fmt::print("{}\n", figures["plates"].dump().substr(0, 600));
  EXPECT_EQ(figures["plates"]["passes"], 50);
  EXPECT_GE(figures["plates"]["captured"], 45);
  EXPECT_GE(figures["plates"]["correct"], 42);
  fs::remove_all(folder);
}

}  // namespace
}  // namespace nightjar
