#include "tools/simulate/drawn_mark.hpp"

#include <fstream>
#include <string_view>
#include <system_error>

namespace nightjar {
namespace {

// What names this kind of unit among all (a random UUID without a byte 0, which would have to be escaped),
// and words for whoever looks at the stream.
constexpr std::string_view kOurs =
    "\x9b\x1d\x5c\x7e\x43\xa8\x4f\xd2\xb6\x31\xe5\x0a\x87\xc4\x2f\x69"
    "drawn by nightjar simulate, not filmed";

}  // namespace

std::string drawn_mark() {
  constexpr char kSupplemental = 6;
  constexpr char kUnregisteredUserData = 5;
  constexpr char kEndOfUnit = static_cast<char>(0x80);
  std::string unit{kSupplemental, kUnregisteredUserData, static_cast<char>(kOurs.size())};
  return unit.append(kOurs) + kEndOfUnit;
}

bool has_drawn_description(const std::filesystem::path& recording) {
  std::error_code error;
  const std::filesystem::path folder =
      std::filesystem::is_directory(recording, error) ? recording : recording.parent_path();
  return std::filesystem::is_regular_file(folder / "footage.json", error);
}

bool carries_drawn_mark(const std::filesystem::path& file) {
  constexpr std::size_t kBeginning_bytes = 1 << 20;  // a key frame of 1080p is a tenth of that
  std::ifstream in(file, std::ios::binary);
  std::string beginning(kBeginning_bytes, '\0');
  in.read(beginning.data(), static_cast<std::streamsize>(beginning.size()));
  beginning.resize(static_cast<std::size_t>(in.gcount()));
  return beginning.find(kOurs) != std::string::npos;
}

}  // namespace nightjar
