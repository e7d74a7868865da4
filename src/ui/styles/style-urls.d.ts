/** Virtual modules that the build generates: the URLs of style sheets that are loaded later. */
declare module "style:panels" {
  const url: string;
  export default url;
}
