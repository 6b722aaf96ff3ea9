// The strict parse of a ZIP's directory and local headers, for ZipReader.
#pragma once

#include <vector>

#include "host/archive/zip_reader.hpp"

namespace byom::archive {

// All members in the order of their content, every rule of ZipReader checked but that of equal names.
Result<std::vector<ZipMember>> read_directory(Source& source);

}  // namespace byom::archive
