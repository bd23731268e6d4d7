#include "tools/score/page/picture_album.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string_view>

#include "alerts/base64.hpp"
#include "tools/score/page/markup.hpp"

namespace nightjar {
namespace {

namespace fs = std::filesystem;

std::string_view kind_of(std::string_view bytes) {
  if (bytes.substr(0, 3) == "\xFF\xD8\xFF") return "image/jpeg";
  if (bytes.substr(0, 4) == "\x89PNG") return "image/png";
  return "";
}

bool lies_in(const fs::path& file, const fs::path& folder) {
  return std::mismatch(folder.begin(), folder.end(), file.begin(), file.end()).first == folder.end();
}

}  // namespace

PictureAlbum::PictureAlbum(const fs::path& records_file, PictureAlbumOptions options) : options_(options) {
  std::error_code ignored;
  folder_ = fs::canonical(fs::absolute(records_file, ignored).parent_path(), ignored);
}

std::string PictureAlbum::address_of(const std::string& relative) {
  const auto known = known_.find(relative);
  if (known != known_.end()) return known->second;
  const std::string address = take(relative);
  if (address.empty()) ++left_out_;
  return known_.emplace(relative, address).first->second;
}

std::string PictureAlbum::take(const std::string& relative) {
  std::error_code fault;
  const fs::path file = fs::canonical(folder_ / relative, fault);
  if (fault || !lies_in(file, folder_) || !fs::is_regular_file(file, fault)) return {};
  const auto size = fs::file_size(file, fault);
  if (fault || size > options_.longest_picture || size_ + size > options_.longest_album) return {};
  std::ostringstream bytes;
  bytes << std::ifstream(file, std::ios::binary).rdbuf();
  const std::string picture = bytes.str();
  const std::string_view kind = kind_of(picture);
  if (kind.empty()) return {};
  size_ += picture.size();
  return std::string("data:").append(kind).append(";base64,").append(base64(picture));
}

}  // namespace nightjar
