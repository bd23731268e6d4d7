#include "processing/anpr/plate_detector.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <string>
#include <vector>

#include "tools/simulate/plate_drawing.hpp"

namespace nightjar {
namespace {

/// A dim picture with soft shades, as of a road at dusk.
cv::Mat scene(int width, int height) {
  cv::Mat picture(height, width, CV_8UC1);
  cv::RNG random(7);
  cv::Mat shades(6, 8, CV_8UC1);
  random.fill(shades, cv::RNG::UNIFORM, 50, 110);
  cv::resize(shades, picture, picture.size(), 0, 0, cv::INTER_CUBIC);
  return picture;
}

/// Puts a plate into the picture with its corners where they are told.
void put(cv::Mat& picture, const PlateDesign& design, const PlateQuad& corners, bool inverted = false) {
  cv::Mat plate;
  cv::cvtColor(draw_plate(design, 0.6), plate, cv::COLOR_BGR2GRAY);
  if (inverted) plate = 255 - plate;
  const float scale =
      std::hypot(corners[1].x - corners[0].x, corners[1].y - corners[0].y) / static_cast<float>(plate.cols);
  if (scale < 0.7F)
    cv::resize(plate, plate, {}, static_cast<double>(scale) * 1.2, static_cast<double>(scale) * 1.2,
               cv::INTER_AREA);
  const auto w = static_cast<float>(plate.cols);
  const auto h = static_cast<float>(plate.rows);
  const PlateQuad from{cv::Point2f(0, 0), cv::Point2f(w, 0), cv::Point2f(w, h), cv::Point2f(0, h)};
  const cv::Mat turn = cv::getPerspectiveTransform(from.data(), corners.data());
  cv::Mat there;
  cv::Mat cover;
  cv::warpPerspective(plate, there, turn, picture.size());
  cv::warpPerspective(cv::Mat(plate.size(), CV_8UC1, cv::Scalar(255)), cover, turn, picture.size());
  there.copyTo(picture, cover > 127);
}

PlateQuad level(float x, float y, float width, float height) {
  return quad_of({x, y, width, height});
}

/// Mean distance of the corners from the true ones, in heights of the plate.
float miss(const PlateBox& found, const PlateQuad& truth) {
  float sum = 0;
  for (std::size_t i = 0; i < 4; ++i) sum += static_cast<float>(cv::norm(found.corners[i] - truth[i]));
  return sum / 4 / static_cast<float>(cv::norm(truth[3] - truth[0]));
}

/// The found plate whose corners are nearest; fails the test where there is none within half a plate's
/// height.
PlateBox nearest(const std::vector<PlateBox>& found, const PlateQuad& truth, const std::string& what) {
  PlateBox best;
  float least = 1e9F;
  for (const PlateBox& plate : found) {
    if (miss(plate, truth) < least) least = miss(plate, truth), best = plate;
  }
  EXPECT_LT(least, 0.5F) << what;
  return best;
}

TEST(PlateDetector, finds_plates_from_34_to_700_pixels_wide) {
  PlateDetector detector;
  for (const float width : {34.0F, 60.0F, 100.0F, 180.0F, 320.0F, 500.0F, 700.0F}) {
    cv::Mat picture = scene(1024, 576);
    const PlateQuad truth = level(150, 200, width, width * 111 / 520);
    put(picture, plain_plate("AB12 CDE"), truth);
    (void)nearest(detector.detect(picture), truth, std::to_string(width) + " px");
  }
}

TEST(PlateDetector, finds_two_rows_and_says_so) {
  PlateDetector detector;
  cv::Mat picture = scene(640, 480);
  PlateDesign design = plain_plate("AB12 CDE");
  design.rows = {"AB12", "CDE"};
  design.size_mm = {285, 203};
  const PlateQuad two = level(100, 150, 140, 100);
  const PlateQuad one = level(360, 180, 200, 43);
  put(picture, design, two);
  put(picture, plain_plate("XK57 FPW"), one);
  const auto found = detector.detect(picture);
  EXPECT_EQ(nearest(found, two, "two rows").lines, 2);
  EXPECT_EQ(nearest(found, one, "one row").lines, 1);
}

TEST(PlateDetector, finds_light_characters_on_a_dark_plate_and_a_bright_plate_in_the_dark) {
  PlateDetector detector;
  cv::Mat picture = scene(640, 480);
  const PlateQuad dark = level(100, 300, 180, 39);
  put(picture, plain_plate("AB12 CDE"), dark, true);
  (void)nearest(detector.detect(picture), dark, "dark plate");

  cv::Mat night = scene(640, 480) / 8;
  put(night, plain_plate("AB12 CDE"), dark);
  (void)nearest(detector.detect(night), dark, "infra-red");
}

TEST(PlateDetector, finds_every_plate_of_a_picture_once) {
  PlateDetector detector;
  cv::Mat picture = scene(1280, 720);
  std::vector<PlateQuad> truths;
  const char* marks[] = {"AB12 CDE", "XK57 FPW", "LR33 TEE", "HX51 NWT", "J98 257"};
  for (int i = 0; i < 5; ++i) {
    truths.push_back(level(80 + 230 * static_cast<float>(i), 120 + 110 * static_cast<float>(i), 150, 32));
    put(picture, plain_plate(marks[i]), truths.back());
  }
  const auto found = detector.detect(picture);
  for (const PlateQuad& truth : truths) (void)nearest(found, truth, "one of five");
  for (std::size_t i = 0; i < found.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      EXPECT_LT((found[i].upright & found[j].upright).area(), found[i].upright.area() / 2);
    }
  }
}

TEST(PlateDetector, looks_only_in_the_parts_it_is_told) {
  PlateDetector detector;
  cv::Mat picture = scene(1280, 720);
  const PlateQuad left = level(150, 300, 160, 34);
  const PlateQuad right = level(950, 300, 160, 34);
  put(picture, plain_plate("AB12 CDE"), left);
  put(picture, plain_plate("XK57 FPW"), right);
  const auto found = detector.detect(picture, {{cv::Rect(800, 150, 480, 400)}, {cv::Rect(2000, 0, 50, 50)}});
  (void)nearest(found, right, "inside the part");
  for (const PlateBox& plate : found) EXPECT_GT(plate.upright.x, 700);
  EXPECT_TRUE(detector.detect(picture, {}).empty());
}

TEST(PlateDetector, gives_the_same_answer_whatever_pictures_came_before) {
  PlateDetector detector;
  cv::Mat picture = scene(640, 480);
  put(picture, plain_plate("AB12 CDE"), level(200, 200, 200, 43));
  const auto first = detector.detect(picture);
  for (const cv::Size size : {cv::Size(333, 217), cv::Size(1100, 90), cv::Size(64, 700)}) {
    (void)detector.detect(scene(size.width, size.height));
  }
  const auto again = detector.detect(picture);
  ASSERT_EQ(first.size(), again.size());
  for (std::size_t i = 0; i < first.size(); ++i) {
    EXPECT_EQ(first[i].corners, again[i].corners);
    EXPECT_EQ(first[i].score, again[i].score);
  }
}

TEST(PlateDetector, takes_sixteen_bits) {
  PlateDetector detector;
  cv::Mat picture = scene(640, 480);
  const PlateQuad truth = level(200, 200, 200, 43);
  put(picture, plain_plate("AB12 CDE"), truth);
  cv::Mat deep;
  picture.convertTo(deep, CV_16U, 40, 1000);
  (void)nearest(detector.detect(deep), truth, "16 bits");
}

TEST(PlateDetector, finds_nothing_in_pictures_without_room_for_a_plate) {
  PlateDetector detector;
  EXPECT_TRUE(detector.detect(cv::Mat()).empty());
  for (const cv::Size size : {cv::Size(1, 1), cv::Size(2000, 1), cv::Size(1, 2000), cv::Size(9, 9)}) {
    EXPECT_TRUE(detector.detect(cv::Mat(size, CV_8UC1, cv::Scalar(128))).empty());
  }
  EXPECT_TRUE(detector.detect(cv::Mat(480, 640, CV_8UC1, cv::Scalar(128))).empty());
  EXPECT_TRUE(detector.detect(cv::Mat(480, 640, CV_16UC1, cv::Scalar(3000))).empty());
}

TEST(PlateDetector, refuses_what_is_no_luma) {
  PlateDetector detector;
  EXPECT_THROW((void)detector.detect(cv::Mat(48, 64, CV_8UC3)), std::invalid_argument);
}

TEST(PlateDetector, keeps_boxes_inside_the_picture) {
  PlateDetector detector;
  cv::Mat picture = scene(400, 300);
  put(picture, plain_plate("AB12 CDE"), level(-12, 120, 220, 47));
  for (const PlateBox& plate : detector.detect(picture)) {
    EXPECT_EQ(plate.upright & cv::Rect(0, 0, 400, 300), plate.upright);
    EXPECT_GT(plate.upright.area(), 0);
  }
}

/// Plates found and all, with overlap (IoU) of a half at least, and false boxes, on labelled photographs.
struct Found {
  int found = 0;
  int plates = 0;
  int boxes = 0;
};

Found on_photographs(const std::string& set) {
  const std::filesystem::path folder = std::filesystem::path(NIGHTJAR_SHARED_DATA) / "anpr";
  std::ifstream table(folder / (set + ".tsv"));
  std::string name;
  std::getline(table, name);
  std::map<std::string, std::vector<cv::Rect2f>> truth;
  std::string mark;
  cv::Rect2f box;
  while (table >> name >> mark >> box.x >> box.y >> box.width >> box.height) truth[name].push_back(box);
  PlateDetector detector;
  Found score;
  for (const auto& [file, boxes] : truth) {
    const auto found = detector.detect(cv::imread(folder / set / file, cv::IMREAD_GRAYSCALE));
    score.boxes += static_cast<int>(found.size());
    for (const cv::Rect2f& wanted : boxes) {
      ++score.plates;
      for (const PlateBox& plate : found) {
        const cv::Rect2f got(plate.upright);
        const float shared = (got & wanted).area();
        if (shared >= 0.5F * (got.area() + wanted.area() - shared)) {
          ++score.found;
          break;
        }
      }
    }
  }
  return score;
}

TEST(PlateDetectorPhotographs, finds_the_plates_of_british_and_continental_photographs) {
  const Found uk = on_photographs("uk");
  const Found eu = on_photographs("eu");
  if (uk.plates == 0 || eu.plates == 0) GTEST_SKIP() << "no photographs at " NIGHTJAR_SHARED_DATA "/anpr";
  EXPECT_GE(uk.found, uk.plates - 1);
  EXPECT_GE(eu.found, eu.plates - 1);
  EXPECT_LE(uk.boxes + eu.boxes, 6 * (uk.plates + eu.plates));
}

}  // namespace
}  // namespace nightjar
