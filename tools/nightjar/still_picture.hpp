#pragma once

#include <filesystem>
#include <opencv2/core/mat.hpp>
#include <string>
#include <vector>

namespace nightjar {

/// A picture file, decoded; or what is wrong with it.
struct StillPicture {
  cv::Mat luma;       ///< CV_8UC1 or CV_16UC1; empty where the file could not be read
  cv::Mat decoded;    ///< grey or BGR, 8 or 16 bits a channel
  std::string fault;  ///< without the file's name; empty where the picture was read
};

/// Decodes JPEG, PNG, TIFF, BMP, WebP and PNM, grey or colour, with or without alpha, 8 or 16 bits a channel,
/// and turns it upright as its EXIF orientation says. A JPEG that is cut short is a fault, not half a
/// picture.
[[nodiscard]] StillPicture load_still(const std::filesystem::path& file);

/// For people: CV_8UC3, its pixels its own.
[[nodiscard]] cv::Mat bgr_of(const StillPicture& still);

/// The picture files of a folder, by the endings of their names, in the order of their names.
[[nodiscard]] std::vector<std::filesystem::path> pictures_in(const std::filesystem::path& folder);

}  // namespace nightjar
