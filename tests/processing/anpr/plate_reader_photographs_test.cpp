// Reads real photographs by their true boxes, where the shared data stands beside the checkout.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <opencv2/imgcodecs.hpp>
#include <string>

#include "processing/anpr/plate_reader.hpp"
#include "processing/anpr/registration_mark.hpp"

namespace nightjar {
namespace {

struct Score {
  int right = 0;
  int all = 0;
  std::string wrong;
};

Score read_photographs(const std::string& set) {
  const std::filesystem::path folder = std::filesystem::path(NIGHTJAR_SHARED_DATA) / "anpr";
  std::ifstream table(folder / (set + ".tsv"));
  std::string name;
  std::getline(table, name);  // the header
  PlateReader reader;
  Score score;
  std::string mark;
  float x = 0;
  float y = 0;
  float width = 0;
  float height = 0;
  while (table >> name >> mark >> x >> y >> width >> height) {
    const cv::Mat luma = cv::imread(folder / set / name, cv::IMREAD_GRAYSCALE);
    PlateBox box;
    box.corners = {cv::Point2f(x, y), cv::Point2f(x + width, y), cv::Point2f(x + width, y + height),
                   cv::Point2f(x, y + height)};
    const PlateText text = reader.read(luma, box);
    ++score.all;
    if (folded_mark(text.mark) == folded_mark(mark)) {
      ++score.right;
    } else {
      score.wrong += " " + mark + " as " + text.mark + " (" + std::to_string(text.confidence) + ")";
    }
  }
  return score;
}

// The floors stand a little below what models/plate_reader.md states.
TEST(PlateReaderPhotographs, reads_british_plates) {
  const Score score = read_photographs("uk");
  if (score.all == 0) GTEST_SKIP() << "no photographs at " NIGHTJAR_SHARED_DATA "/anpr/uk";
  RecordProperty("right", score.right);
  EXPECT_GE(score.right * 14, 13 * score.all) << score.right << " of " << score.all << ":" << score.wrong;
}

TEST(PlateReaderPhotographs, reads_continental_plates) {
  const Score score = read_photographs("eu");
  if (score.all == 0) GTEST_SKIP() << "no photographs at " NIGHTJAR_SHARED_DATA "/anpr/eu";
  RecordProperty("right", score.right);
  EXPECT_GE(score.right * 50, 47 * score.all) << score.right << " of " << score.all << ":" << score.wrong;
}

}  // namespace
}  // namespace nightjar
