// Lays judged photographs out on one sheet, for people to hold beside real ones.
#include <cstdio>
#include <cstdlib>
#include <opencv2/core/utility.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <random>
#include <string>
#include <string_view>

#include "tools/judge/judged_photograph.hpp"

int main(int argc, char** argv) {
  using namespace nightjar;
  if (argc != 4) {
    std::fputs("usage: contact_sheet SEED close|wide|lettering SHEET.png\n", stderr);
    return 2;
  }
  std::mt19937_64 rng(std::strtoull(argv[1], nullptr, 10));
  const std::string_view kind = argv[2];
  const bool close = kind == "close";
  const int across = close ? 6 : 3;
  const int down = close ? 14 : 4;
  const cv::Size cell = close ? cv::Size(300, 110) : cv::Size(640, 360);
  cv::Mat sheet(cell.height * down, cell.width * across, CV_8UC3, cv::Scalar::all(40));
  for (int i = 0; i < across * down; ++i) {
    const JudgedVehicle vehicle =
        judged_vehicle(rng, kind == "lettering" ? JudgedSubject::lettering : JudgedSubject::plate);
    const JudgedPhotograph made =
        close ? close_photograph(vehicle, rng) : wide_photograph(vehicle, {960, 540}, rng);
    cv::Mat picture = made.colour;
    if (picture.empty()) cv::cvtColor(made.luma, picture, cv::COLOR_GRAY2BGR);
    const double scale = std::min(cell.width / static_cast<double>(picture.cols),
                                  cell.height / static_cast<double>(picture.rows));
    cv::resize(picture, picture, {}, scale, scale, scale > 1 ? cv::INTER_NEAREST : cv::INTER_AREA);
    const cv::Rect place(i % across * cell.width, i / across * cell.height,
                         std::min(picture.cols, cell.width), std::min(picture.rows, cell.height));
    picture(cv::Rect({0, 0}, place.size())).copyTo(sheet(place));
  }
  return cv::imwrite(argv[3], sheet) ? 0 : 1;
}
