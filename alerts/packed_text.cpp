#include "alerts/packed_text.hpp"

#include <zlib.h>

#include <algorithm>
#include <stdexcept>

namespace nightjar {
namespace {

constexpr std::size_t kMostRatio = 1040;  // deflate makes nothing smaller than by 1032

}  // namespace

std::string packed_text(std::string_view text) {
  uLongf size = compressBound(text.size());
  std::string packed(size, '\0');
  if (compress2(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(text.data()),
                text.size(), Z_DEFAULT_COMPRESSION) != Z_OK)
    throw std::runtime_error("a text cannot be packed: no memory");
  packed.resize(size);
  return packed;
}

std::optional<std::string> unpacked_text(std::string_view packed, std::size_t longest) {
  std::string text(std::min(longest, packed.size() * kMostRatio + kMostRatio), '\0');
  uLongf size = text.size();
  uLong used = packed.size();
  if (uncompress2(reinterpret_cast<Bytef*>(text.data()), &size, reinterpret_cast<const Bytef*>(packed.data()),
                  &used) != Z_OK ||
      used != packed.size())
    return std::nullopt;
  text.resize(size);
  return text;
}

}  // namespace nightjar
