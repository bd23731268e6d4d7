#include "tools/nightjar/read_command.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "tools/simulate/plate_drawing.hpp"

namespace nightjar {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// A folder of its own for each test.
class ReadCommand : public testing::Test {
 protected:
  ReadCommand()
      : folder_(fs::temp_directory_path() / ("nightjar-read-" + std::to_string(std::random_device{}()))) {
    fs::create_directories(folder_);
  }
  ~ReadCommand() override { fs::remove_all(folder_); }

  std::string put(const std::string& name, const cv::Mat& picture) {
    cv::imwrite((folder_ / name).string(), picture);
    return (folder_ / name).string();
  }
  std::string put_bytes(const std::string& name, const std::string& bytes) {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
    return (folder_ / name).string();
  }
  static std::string bytes_of(const std::string& file) {
    std::ostringstream bytes;
    bytes << std::ifstream(file, std::ios::binary).rdbuf();
    return bytes.str();
  }
  int read(const std::vector<std::string>& files, const std::string& draw = "") {
    ReadOptions options;
    options.arguments = files;
    options.draw = draw;
    std::ostringstream out;
    std::ostringstream err;
    const int code = read_pictures(options, out, err);
    lines_ = lines_of(out.str());
    complaints_ = lines_of(err.str());
    return code;
  }
  static std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
  }

  fs::path folder_;
  std::vector<std::string> lines_;
  std::vector<std::string> complaints_;
};

/// A car's dull tail with a plate 260 px wide at (190, 210).
cv::Mat car(const std::string& mark) {
  cv::Mat picture(480, 640, CV_8UC3, cv::Scalar(70, 60, 60));
  cv::rectangle(picture, cv::Rect(100, 120, 440, 240), cv::Scalar(110, 60, 50), cv::FILLED);
  cv::Mat plate;
  cv::resize(draw_plate(plain_plate(mark, true), 1.0), plate, cv::Size(260, 56), 0, 0, cv::INTER_AREA);
  plate.copyTo(picture(cv::Rect(190, 210, 260, 56)));
  cv::GaussianBlur(picture, picture, {}, 0.6);
  return picture;
}

cv::Rect box_of(const json& plate) {
  return {plate["box"][0].get<int>(), plate["box"][1].get<int>(), plate["box"][2].get<int>(),
          plate["box"][3].get<int>()};
}

TEST_F(ReadCommand, prints_a_line_with_mark_confidence_box_and_candidates) {
  const std::string file = put("car.png", car("LR33 TEE"));
  EXPECT_EQ(read({file}), 0);
  ASSERT_EQ(lines_.size(), 1U);
  const json line = json::parse(lines_[0]);
  EXPECT_EQ(line["file"], file);
  ASSERT_FALSE(line["plates"].empty());
  const json& plate = line["plates"][0];
  EXPECT_EQ(plate["mark"], "LR33TEE");
  EXPECT_GT(plate["confidence"].get<double>(), 0.5);
  const cv::Rect truth(190, 210, 260, 56);
  EXPECT_GT((box_of(plate) & truth).area(), 0.6 * (box_of(plate) | truth).area());
  ASSERT_FALSE(plate["candidates"].empty());
  EXPECT_EQ(plate["candidates"][0]["mark"], "LR33TEE");
  EXPECT_EQ(plate["candidates"][0]["probability"], plate["confidence"]);
  EXPECT_TRUE(complaints_.empty());
}

TEST_F(ReadCommand, reads_grey_sixteen_bit_and_alpha_pictures_alike) {
  const cv::Mat colour = car("LR33 TEE");
  cv::Mat grey;
  cv::Mat deep;
  cv::Mat deep_colour;
  cv::Mat alpha;
  cv::cvtColor(colour, grey, cv::COLOR_BGR2GRAY);
  grey.convertTo(deep, CV_16U, 257);
  colour.convertTo(deep_colour, CV_16U, 257);
  cv::cvtColor(colour, alpha, cv::COLOR_BGR2BGRA);
  EXPECT_EQ(read({put("grey.png", grey), put("deep.png", deep), put("deep.tiff", deep),
                  put("deep_colour.png", deep_colour), put("alpha.png", alpha), put("car.jpg", colour),
                  put("car.bmp", colour), put("car.pgm", grey)}),
            0);
  ASSERT_EQ(lines_.size(), 8U);
  for (const std::string& line : lines_) {
    const json read = json::parse(line);
    ASSERT_FALSE(read["plates"].empty()) << line;
    EXPECT_EQ(read["plates"][0]["mark"], "LR33TEE") << line;
  }
}

TEST_F(ReadCommand, gives_a_result_for_a_picture_of_one_pixel) {
  EXPECT_EQ(read({put("dot.png", cv::Mat(1, 1, CV_8UC1, cv::Scalar(9)))}), 0);
  ASSERT_EQ(lines_.size(), 1U);
  EXPECT_TRUE(json::parse(lines_[0])["plates"].empty());
}

TEST_F(ReadCommand, finds_the_plate_in_a_hundred_megapixels) {
  cv::Mat huge(10'000, 10'000, CV_8UC1, cv::Scalar(80));
  cv::Mat plate;
  cv::cvtColor(draw_plate(plain_plate("LR33 TEE"), 4.0), plate, cv::COLOR_BGR2GRAY);
  plate.copyTo(huge(cv::Rect({3000, 4000}, plate.size())));
  EXPECT_EQ(read({put("huge.jpg", huge)}), 0);
  ASSERT_EQ(lines_.size(), 1U);
  const json line = json::parse(lines_[0]);
  ASSERT_FALSE(line["plates"].empty());
  EXPECT_EQ(line["plates"][0]["mark"], "LR33TEE");
}

TEST_F(ReadCommand, names_each_bad_file_in_one_line_and_reads_the_others) {
  const std::string good = put("good.png", car("LR33 TEE"));
  const std::string whole = put("whole.jpg", car("LR33 TEE"));
  const std::string bytes = bytes_of(whole);
  const std::string cut = put_bytes("cut.jpg", bytes.substr(0, bytes.size() / 2));
  const std::string png_bytes = bytes_of(good);
  const std::string cut_png = put_bytes("cut.png", png_bytes.substr(0, 60));
  const std::string words = put_bytes("words.jpg", "this is no picture\n");
  const std::string empty = put_bytes("empty.jpg", "");
  const std::string missing = (folder_ / "missing.jpg").string();
  EXPECT_EQ(read({cut, words, missing, cut_png, empty, good}), 2);
  ASSERT_EQ(lines_.size(), 1U);
  EXPECT_EQ(json::parse(lines_[0])["file"], good);
  EXPECT_THAT(complaints_,
              testing::ElementsAre(testing::StartsWith(cut + ": "), testing::StartsWith(words + ": "),
                                   testing::StartsWith(missing + ": "), testing::StartsWith(cut_png + ": "),
                                   testing::StartsWith(empty + ": ")));
}

TEST_F(ReadCommand, names_the_cut_and_the_strange_of_every_kind) {
  const cv::Mat picture = car("LR33 TEE");
  std::vector<std::string> bad;
  for (const std::string ending : {"jpg", "png", "tif", "webp", "bmp", "ppm"}) {
    const std::string bytes = bytes_of(put("whole." + ending, picture));
    bad.push_back(put_bytes("most." + ending, bytes.substr(0, bytes.size() * 9 / 10)));
  }
  bad.push_back(put_bytes("a.gif", std::string("GIF89a\1\0\1\0\x80\0\0\xff\xff\xff\0\0\0;", 20)));
  bad.push_back(put_bytes("a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>"));
  const fs::path pipe = folder_ / "pipe.jpg";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  bad.push_back(pipe.string());  // nobody writes to it: who opened it would wait for ever
  fs::create_symlink("nowhere.jpg", folder_ / "lost.jpg");
  bad.push_back((folder_ / "lost.jpg").string());
  EXPECT_EQ(read(bad), 2);
  EXPECT_TRUE(lines_.empty());
  ASSERT_EQ(complaints_.size(), bad.size());
  for (std::size_t i = 0; i < bad.size(); ++i)
    EXPECT_THAT(complaints_[i], testing::StartsWith(bad[i] + ": "));
}

TEST_F(ReadCommand, names_a_file_that_may_not_be_read) {
  if (geteuid() == 0) GTEST_SKIP() << "root may read every file";
  const std::string locked = put("locked.png", car("LR33 TEE"));
  fs::permissions(locked, fs::perms::none);
  EXPECT_EQ(read({locked}), 2);
  EXPECT_THAT(complaints_, testing::ElementsAre(locked + ": cannot be opened"));
}

TEST_F(ReadCommand, gives_boxes_in_the_upright_picture_of_a_camera_held_sideways) {
  cv::Mat sideways;
  cv::rotate(car("LR33 TEE"), sideways, cv::ROTATE_90_COUNTERCLOCKWISE);
  const std::string bytes = bytes_of(put("sideways.jpg", sideways));
  // An APP1 segment whose one tag, orientation, says: turn a quarter clockwise.
  const std::string turned(
      "\xff\xe1\0\x22"
      "Exif\0\0II*\0\x08\0\0\0\1\0\x12\1\3\0\1\0\0\0\6\0\0\0\0\0\0\0",
      36);
  EXPECT_EQ(read({put_bytes("phone.jpg", bytes.substr(0, 2) + turned + bytes.substr(2))},
                 (folder_ / "drawn").string()),
            0);
  const json plates = json::parse(lines_.at(0))["plates"];
  ASSERT_FALSE(plates.empty());
  EXPECT_EQ(plates[0]["mark"], "LR33TEE");
  const cv::Rect truth(190, 210, 260, 56);
  EXPECT_GT((box_of(plates[0]) & truth).area(), 0.6 * (box_of(plates[0]) | truth).area());
  EXPECT_EQ(cv::imread((folder_ / "drawn" / "phone.jpg").string()).size(), cv::Size(640, 480));
}

/// A grey JPEG of four inks: baseline, every coefficient zero.
std::string four_inks() {
  using namespace std::string_literals;
  const std::string steps(64, '\1');
  const std::string codes = "\1"s + std::string(15, '\0') + "\0"s;  // one code of one bit, for the value 0
  std::string jpeg = "\xff\xd8\xff\xdb\0\x43\0"s + steps;
  jpeg += "\xff\xc0\0\x14\x08\0\x40\0\x40\4\1\x11\0\2\x11\0\3\x11\0\4\x11\0"s;
  jpeg += "\xff\xc4\0\x14\0"s + codes + "\xff\xc4\0\x14\x10"s + codes;
  jpeg += "\xff\xda\0\x0e\4\1\0\2\0\3\0\4\0\0\x3f\0"s + std::string(64, '\0') + "\xff\xd9"s;
  return jpeg;
}

TEST_F(ReadCommand, gives_a_result_for_a_jpeg_of_four_inks) {
  EXPECT_EQ(read({put_bytes("inks.jpg", four_inks())}), 0);
  ASSERT_EQ(lines_.size(), 1U);
  EXPECT_TRUE(json::parse(lines_[0])["plates"].empty());
}

TEST_F(ReadCommand, gives_a_result_for_pictures_that_are_hardly_more_than_a_line) {
  EXPECT_EQ(read({put("wide.png", cv::Mat(1, 3000, CV_8UC3, cv::Scalar(9, 9, 9))),
                  put("tall.png", cv::Mat(3000, 1, CV_16UC1, cv::Scalar(900)))}),
            0);
  EXPECT_EQ(lines_.size(), 2U);
}

TEST_F(ReadCommand, reads_nine_hundred_and_ninety_nine_of_a_thousand_with_one_bad_file) {
  const std::string good = put("0000.png", cv::Mat(2, 2, CV_8UC1, cv::Scalar(9)));
  for (int i = 1; i < 1000; ++i) fs::create_hard_link(good, folder_ / (std::to_string(1000 + i) + ".png"));
  fs::remove(folder_ / "1500.png");
  const std::string bad = put_bytes("1500.png", "torn");
  EXPECT_EQ(read({folder_.string()}), 2);
  EXPECT_EQ(lines_.size(), 999U);
  ASSERT_EQ(complaints_.size(), 1U);
  EXPECT_THAT(complaints_[0], testing::StartsWith(bad + ": "));
}

TEST_F(ReadCommand, reads_the_pictures_of_a_folder_in_the_order_of_their_names) {
  put("b.png", car("XK57 FPW"));
  put("a.JPG", car("LR33 TEE"));
  put_bytes("notes.txt", "not asked for");
  put_bytes("c.jpg", "broken");
  EXPECT_EQ(read({folder_.string()}), 2);
  ASSERT_EQ(lines_.size(), 2U);
  EXPECT_EQ(json::parse(lines_[0])["file"], (folder_ / "a.JPG").string());
  EXPECT_EQ(json::parse(lines_[1])["file"], (folder_ / "b.png").string());
  EXPECT_EQ(complaints_.size(), 1U);
}

TEST_F(ReadCommand, refuses_a_folder_without_pictures) {
  EXPECT_EQ(read({folder_.string()}), 2);
  EXPECT_THAT(complaints_, testing::ElementsAre(folder_.string() + ": a folder without pictures"));
}

TEST_F(ReadCommand, draws_what_it_found) {
  const std::string file = put("car.png", car("LR33 TEE"));
  const fs::path drawn = folder_ / "drawn";
  EXPECT_EQ(read({file, file}, drawn.string()), 0);
  const cv::Mat picture = cv::imread((drawn / "car.jpg").string());
  EXPECT_EQ(picture.size(), cv::Size(640, 480));
  EXPECT_TRUE(fs::exists(drawn / "car-2.jpg"));
  EXPECT_GT(cv::norm(picture, car("LR33 TEE"), cv::NORM_L1), 1e5);
}

TEST_F(ReadCommand, sorts_plates_by_confidence) {
  cv::Mat picture(480, 1280, CV_8UC3);
  car("LR33 TEE").copyTo(picture(cv::Rect(0, 0, 640, 480)));
  car("XK57 FPW").copyTo(picture(cv::Rect(640, 0, 640, 480)));
  EXPECT_EQ(read({put("two.png", picture)}), 0);
  const json plates = json::parse(lines_.at(0))["plates"];
  ASSERT_GE(plates.size(), 2U);
  for (std::size_t i = 1; i < plates.size(); ++i) {
    EXPECT_GE(plates[i - 1]["confidence"].get<double>(), plates[i]["confidence"].get<double>());
  }
}

}  // namespace
}  // namespace nightjar
