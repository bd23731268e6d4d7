// Draws plates for training the detector: OUT/00000.png ... and OUT/index.tsv with the rows of each.
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <opencv2/imgcodecs.hpp>
#include <random>

#include "tools/simulate/plate_drawing.hpp"

int main(int argc, char** argv) {
  std::filesystem::path folder;
  int count = 4000;
  std::uint64_t seed = 1;
  double px_per_mm = 0.5;
  CLI::App app("Draws plates, each flush with the edges of its picture, for training the detector.");
  app.add_option("folder", folder, "Where to write")->required();
  app.add_option("--count", count, "How many")->check(CLI::PositiveNumber)->capture_default_str();
  app.add_option("--seed", seed, "The same seed draws the same plates")->capture_default_str();
  app.add_option("--scale", px_per_mm, "Pixels per millimetre")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  CLI11_PARSE(app, argc, argv);

  std::error_code fault;
  std::filesystem::create_directories(folder, fault);
  std::ofstream index(folder / "index.tsv");
  index << "file\tlines\n";
  std::mt19937_64 rng(seed);
  for (int i = 0; i < count; ++i) {
    const nightjar::PlateDesign design = nightjar::random_plate(rng);
    const std::string file = fmt::format("{:05}.png", i);
    bool written = false;
    try {
      written = cv::imwrite((folder / file).string(), nightjar::draw_plate(design, px_per_mm));
    } catch (const cv::Exception&) {
      written = false;
    }
    index << file << '\t' << design.rows.size() << '\n';
    if (!written || !index) {
      fmt::print(stderr, "{}: cannot write\n", (folder / file).string());
      return 1;
    }
  }
  return 0;
}
