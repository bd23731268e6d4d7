#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>

namespace nightjar {

struct PictureAlbumOptions {
  std::size_t longest_picture = 2U << 20U;  ///< bytes
  std::size_t longest_album = 48U << 20U;   ///< bytes, of all pictures: a browser opens this at once
};

/// Pictures that lie beside the records, for use within a page.
class PictureAlbum {
 public:
  explicit PictureAlbum(const std::filesystem::path& records_file, PictureAlbumOptions options = {});

  /// The picture as a `data:` address; empty where it is not there, leads out of the records' folder, is no
  /// JPEG or PNG, or where the album is full.
  std::string address_of(const std::string& relative);

  [[nodiscard]] std::size_t left_out() const { return left_out_; }  ///< named, but not to be had

 private:
  std::string take(const std::string& relative);

  std::filesystem::path folder_;
  PictureAlbumOptions options_;
  std::size_t size_ = 0;
  std::size_t left_out_ = 0;
  std::map<std::string, std::string> known_;
};

}  // namespace nightjar
